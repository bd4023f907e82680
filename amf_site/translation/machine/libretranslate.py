"""LibreTranslate, which can be self-hosted."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from .service import MachineError, Service

#: Codes of older versions for Chinese in its two scripts.
OLD_NAMES = {"zh-hans": "zh", "zh-hant": "zt"}


class LibreTranslate(Service):
    """The LibreTranslate API. It does not support glossary terms."""

    display_name = "LibreTranslate"

    def ask(self, source: str, target: str, texts: list[str], terms: dict[str, str]) -> Sequence[Any]:
        if not self.url:
            raise MachineError(_("The site has no address for %(service)s.") % {"service": self.display_name})
        body = {
            "q": texts,
            "source": self.code_of(source),
            "target": self.code_of(target),
            "format": "html",
            **({"api_key": self.key} if self.key else {}),
        }
        answer = self.request("POST", "/translate", body)
        found = answer.get("translatedText") if isinstance(answer, dict) else None
        return found if isinstance(found, list) else ()

    def code_of(self, code: str) -> str:
        """Return the service's code for a language. The list of languages is requested once."""
        if not hasattr(self, "_codes"):
            rows = self.request("GET", "/languages")
            if not isinstance(rows, list):
                rows = []
            known = [row.get("code") for row in rows if isinstance(row, dict)]
            self._codes = {name.lower(): name for name in known if isinstance(name, str)}
        found = self._codes.get(code) or self._codes.get(OLD_NAMES.get(code, code))
        if found is None:
            raise MachineError(
                _("%(service)s does not have this language: %(code)s.") % {"service": self.display_name, "code": code}
            )
        return found
