"""What the two services have in common: batches, one way to ask, and errors in words for people.

wagtail-localize has translators for both services. Its one for DeepL sends no language beyond two letters and no
wish for those still in trial, both ask for everything at once, and neither reads an error (its DeepL then ends in
``KeyError: 'translations'``). So these are our own, below its base class.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import requests
from django.utils.translation import gettext as _
from wagtail.models import Locale
from wagtail_localize.machine_translators.base import BaseMachineTranslator
from wagtail_localize.strings import StringValue

logger = logging.getLogger(__name__)

#: Seconds to reach the service, and to wait for its answer.
TIMEOUT = (5, 20)
#: Of what a service says of an error, so much is shown.
LONGEST_REASON = 200


class MachineError(Exception):
    """The machine did not translate; says why in words for staff."""


class Service(BaseMachineTranslator):
    """A service reached by HTTP. ``options``: ``URL`` and ``KEY``."""

    #: Strings, and their characters, in one request.
    most_strings = 25
    most_characters = 10_000

    @property
    def url(self) -> str:
        return self.options.get("URL", "").rstrip("/")

    @property
    def key(self) -> str:
        return self.options.get("KEY", "")

    def can_translate(self, source_locale: Locale, target_locale: Locale) -> bool:
        """Which languages it has, the service says itself when it is asked."""
        return source_locale.language_code != target_locale.language_code

    def translate(
        self,
        source_locale: Locale,
        target_locale: Locale,
        strings: Iterable[StringValue],
        terms: dict[str, str] | None = None,
    ) -> dict[StringValue, StringValue]:
        """By string, what came back; a string that came back with tags that no segment has is left out.

        ``terms`` are how the glossary wants terms to be said, for a service that can be told. Raises ``MachineError``.
        """
        found: dict[StringValue, StringValue] = {}
        for batch in self.batches(strings):
            answers = self.ask(
                source_locale.language_code, target_locale.language_code, [string.data for string in batch], terms or {}
            )
            if len(answers) != len(batch) or not all(isinstance(answer, str) for answer in answers):
                raise MachineError(
                    _("%(service)s sent an answer that cannot be read.") % {"service": self.display_name}
                )
            for string, answer in zip(batch, answers, strict=True):
                if words := normalized(answer):
                    found[string] = StringValue(words)
        return found

    def ask(self, source: str, target: str, texts: list[str], terms: dict[str, str]) -> Sequence[Any]:
        """The translations of a few texts with tags, in their order."""
        raise NotImplementedError

    def batches(self, strings: Iterable[StringValue]) -> Iterator[list[StringValue]]:
        """Few and small enough for one request; a string that is larger than that goes alone."""
        batch: list[StringValue] = []
        size = 0
        for string in strings:
            if batch and (len(batch) == self.most_strings or size + len(string.data) > self.most_characters):
                yield batch
                batch, size = [], 0
            batch.append(string)
            size += len(string.data)
        if batch:
            yield batch

    def request(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """The JSON that the service answers. What it says of an error is shown without the key."""
        name = {"service": self.display_name}
        try:
            answer = requests.request(
                method,
                f"{self.url}{path}",
                json=body,
                headers=self.headers(),
                timeout=TIMEOUT,
                allow_redirects=False,
            )
        except requests.Timeout as error:
            raise MachineError(_("%(service)s did not answer in time.") % name) from error
        except (requests.RequestException, UnicodeError) as error:
            logger.warning("%s: %s", self.display_name, type(error).__name__)
            raise MachineError(_("%(service)s cannot be reached.") % name) from error
        if not 200 <= answer.status_code < 300:
            raise MachineError(self.reason(answer))
        if answer.status_code == requests.codes.no_content:
            return None
        try:
            return answer.json()
        except ValueError as error:
            raise self.unreadable() from error

    def unreadable(self) -> MachineError:
        return MachineError(_("%(service)s sent an answer that cannot be read.") % {"service": self.display_name})

    def headers(self) -> dict[str, str]:
        return {}

    def reason(self, answer: requests.Response) -> str:
        """Why a request was refused, in words for staff."""
        name = {"service": self.display_name}
        match answer.status_code:
            case 401 | 403:
                return _("%(service)s refuses the key of this site.") % name
            case 413:
                return _("%(service)s says that the text is too long.") % name
            case 429:
                return _("%(service)s is asked too often; try again in a while.") % name
            case 456:
                return _("What %(service)s translates for this site in a month is used up.") % name
        said = self.without_key(message_in(answer))
        return _("%(service)s answers with error %(code)s: %(reason)s") % {
            **name,
            "code": answer.status_code,
            "reason": said or "–",
        }

    def without_key(self, text: str) -> str:
        return text.replace(self.key, "…")[:LONGEST_REASON] if self.key else text[:LONGEST_REASON]


def message_in(answer: requests.Response) -> str:
    """What the service says itself."""
    try:
        said = answer.json()
    except ValueError:
        return ""
    reason = (said.get("message") or said.get("error")) if isinstance(said, dict) else None
    return reason if isinstance(reason, str) else ""


def normalized(html: str) -> str:
    """A translated segment as wagtail-localize writes it; nothing if it has tags that no segment has."""
    if "<" not in html and "&" not in html:
        return html.strip()
    try:
        return StringValue.from_translated_html(html).data.strip()
    except ValueError:
        return ""
