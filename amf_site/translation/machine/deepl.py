"""The DeepL API, version 2."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from django.utils.translation import gettext as _

from .service import MachineError, Service

#: Suffix of the keys of the free plan, which has its own host.
FREE = ":fx"


class DeepL(Service):
    display_name = "DeepL"
    most_strings = 50
    #: A request is limited to 128 KiB; a character has up to four bytes, plus the JSON overhead.
    most_characters = 20_000

    @property
    def url(self) -> str:
        return super().url or f"https://api{'-free' if self.key.endswith(FREE) else ''}.deepl.com"

    def headers(self) -> dict[str, str]:
        return {"Authorization": f"DeepL-Auth-Key {self.key}"}

    def ask(self, source: str, target: str, texts: list[str], terms: dict[str, str]) -> Sequence[Any]:
        if not self.key:
            raise MachineError(_("The site has no key for %(service)s.") % {"service": self.display_name})
        body: dict[str, Any] = {
            "text": texts,
            # The source has no variant, the target does: zh-hans is not zh-hant.
            "source_lang": source.partition("-")[0].upper(),
            "target_lang": target.upper(),
            "tag_handling": "html",
            "preserve_formatting": True,
        }
        glossary = self.make_glossary(body["source_lang"], body["target_lang"], terms)
        # Persian, Hindi, Urdu, Bengali and Tajik are in beta at DeepL and do not support glossaries.
        body |= {"glossary_id": glossary} if glossary else {"enable_beta_languages": True}
        try:
            answer = self.request("POST", "/v2/translate", body)
        finally:
            if glossary:
                self.delete_glossary(glossary)
        if not isinstance(answer, dict) or not isinstance(answer.get("translations"), list):
            return ()
        return [row.get("text") if isinstance(row, dict) else None for row in answer["translations"]]

    def make_glossary(self, source: str, target: str, terms: dict[str, str]) -> str:
        """Create a glossary for one request, the only way to pass terms. Return its id; empty if unsupported."""
        lines = [f"{term}\t{words}" for term, words in terms.items() if not {"\t", "\n"} & {*term, *words}]
        if not lines:
            return ""
        with suppress(MachineError):
            made = self.request(
                "POST",
                "/v2/glossaries",
                {
                    "name": "Asian Mayors Forum",
                    "source_lang": source.lower(),
                    "target_lang": target.partition("-")[0].lower(),
                    "entries": "\n".join(lines),
                    "entries_format": "tsv",
                },
            )
            return str(made.get("glossary_id", "")) if isinstance(made, dict) else ""
        return ""

    def delete_glossary(self, glossary: str) -> None:
        """Delete a glossary. A leftover does no harm."""
        with suppress(MachineError):
            self.request("DELETE", f"/v2/glossaries/{glossary}")
