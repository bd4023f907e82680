"""The base class of both services: batches, requests, and error messages for users.

wagtail-localize has translators for both. The one for DeepL only sends two-letter language codes and does not enable
beta languages; both send everything in one request, and neither handles errors (DeepL's fails with ``KeyError:
'translations'``). So these are our own, based on its base class.
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

#: Seconds to connect, and to wait for the response.
TIMEOUT = (5, 20)
#: Maximum length of an error message of the service that is shown.
LONGEST_REASON = 200


class MachineError(Exception):
    """Machine translation has failed. The message is for staff."""


class Service(BaseMachineTranslator):
    """A service with an HTTP API. ``options``: ``URL`` and ``KEY``."""

    #: Maximum number of strings and of characters in one request.
    most_strings = 25
    most_characters = 10_000

    @property
    def url(self) -> str:
        return self.options.get("URL", "").rstrip("/")

    @property
    def key(self) -> str:
        return self.options.get("KEY", "")

    def can_translate(self, source_locale: Locale, target_locale: Locale) -> bool:
        """Return whether the languages differ; the service reports unsupported ones when it is called."""
        return source_locale.language_code != target_locale.language_code

    def translate(
        self,
        source_locale: Locale,
        target_locale: Locale,
        strings: Iterable[StringValue],
        terms: dict[str, str] | None = None,
    ) -> dict[StringValue, StringValue]:
        """Return the translation of each string; those with tags that segments cannot have are left out.

        ``terms`` maps glossary terms to their translations, for services that support it. Raise ``MachineError``.
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
        """Return the translations of a batch of segments, in the same order."""
        raise NotImplementedError

    def batches(self, strings: Iterable[StringValue]) -> Iterator[list[StringValue]]:
        """Yield batches that fit into one request; a string above the limit is sent alone."""
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
        """Send a request and return the JSON response. Raise ``MachineError``, whose message never contains the key."""
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
        """Return why a request was refused, as a message for staff."""
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
    """Return the error message of the service, or an empty string."""
    try:
        said = answer.json()
    except ValueError:
        return ""
    reason = (said.get("message") or said.get("error")) if isinstance(said, dict) else None
    return reason if isinstance(reason, str) else ""


def normalized(html: str) -> str:
    """Return a translated segment in the form of wagtail-localize; empty if it has tags that segments cannot have."""
    if "<" not in html and "&" not in html:
        return html.strip()
    try:
        return StringValue.from_translated_html(html).data.strip()
    except ValueError:
        return ""
