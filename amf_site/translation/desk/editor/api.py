"""JSON endpoints for the editor's script, one segment at a time. Every error is answered in JSON."""

import json
from dataclasses import asdict
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ...glossary.matching import Terms
from ...memory.fuzzy_matches import suggestions
from ...models import Term
from ...permissions import rules
from ...segments.checks import CheckResult
from ...segments.markup import plain
from ...workflow.status import statuses_of
from . import actions
from .base import TranslationView
from .overrides import set_override
from .rows import Row, read_row


class BadRequestError(Exception):
    """The request is not one that the editor sends."""


def answer(message: str, status: int, **more: Any) -> JsonResponse:
    return JsonResponse({"message": message, **more}, status=status)


def findings_json(found: list[CheckResult]) -> list[dict[str, str]]:
    return [{"code": one.code, "message": one.message, "severity": one.severity} for one in found]


class JsonView(TranslationView):
    """Base view that answers errors in JSON, so that the browser can keep the unsaved text."""

    http_method_names = ["post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except Http404:
            return answer(_("The source of this segment has changed. Open the page again."), 404)
        except PermissionDenied as error:
            # Answered here, because Wagtail would redirect to the admin's home page.
            return answer(str(error), 403)
        except BadRequestError as error:
            return answer(str(error), 400)
        except actions.RefusedError as error:
            return answer(str(error), 422, findings=findings_json(error.findings))
        except ValidationError as error:
            return answer(" ".join(error.messages), 422)
        except actions.ConflictError as error:
            return answer(str(error), 409, theirs=row_json(error.row))

    @property
    def sent(self) -> dict[str, Any]:
        try:
            sent = json.loads(self.request.body)
        except (ValueError, RecursionError) as error:
            raise BadRequestError(_("This is not JSON.")) from error
        if not isinstance(sent, dict):
            raise BadRequestError(_("This is not JSON."))
        return sent

    def text(self, name: str) -> str:
        value = self.sent.get(name, "")
        if not isinstance(value, str):
            raise BadRequestError(_("“%(name)s” is no text.") % {"name": name})
        return value

    @property
    def progress(self) -> dict[str, Any]:
        """The current progress and status of the translation."""
        status = statuses_of({self.translation: self.target})[self.translation]
        return {**asdict(status.progress), "status": status.words}


def row_json(row: Row) -> dict[str, Any]:
    return {
        "version": row.version,
        "words": row.text,
        "state": row.state,
        "changed": row.is_changed,
        "said": row.said,
        "findings": findings_json(row.findings),
    }


class KeepSegment(JsonView):
    """Save or confirm the translation of a segment, or copy its source."""

    def post(self, request: HttpRequest, translation_id: int, segment_id: int) -> JsonResponse:
        segment, user = self.segment(segment_id), request.user
        match self.text("action"):
            case "keep":
                row = actions.keep(self.translation, segment, self.text("words"), self.text("version"), user)
            case "confirm":
                row = actions.confirm_segment(self.translation, segment, user)
            case "same":
                row = actions.keep_source(self.translation, segment, self.text("version"), user)
            case _unknown:
                raise BadRequestError(_("There is no such action."))
        return JsonResponse(row_json(row) | {"progress": self.progress})


class TranslationStatusView(JsonView):
    """Return the progress, for changes that do not concern a single segment."""

    http_method_names = ["get"]
    right = staticmethod(rules.may_read)

    def get(self, request: HttpRequest, translation_id: int) -> JsonResponse:
        return JsonResponse(self.progress)


class CheckSegment(JsonView):
    """Check text that is being typed, without saving it."""

    def post(self, request: HttpRequest, translation_id: int, segment_id: int) -> JsonResponse:
        row = read_row(self.translation, self.segment(segment_id))
        return JsonResponse({"findings": findings_json(actions.find(self.text("words"), row))})


class Suggestions(JsonView):
    """Return ``{"suggestions": [{source, words, likeness, origin, difference}], "terms": [{term, words}]}``."""

    http_method_names = ["get"]
    right = staticmethod(rules.may_read)

    def get(self, request: HttpRequest, translation_id: int, segment_id: int) -> JsonResponse:
        segment = self.segment(segment_id)
        terms = Terms(Term.objects.filter(locale=self.translation.target_locale_id))
        found = terms.found_in(plain(segment.string.data))
        return JsonResponse(
            {
                "suggestions": [asdict(suggestion) for suggestion in suggestions(self.translation, segment)],
                "terms": [{"term": term.term, "words": term.words} for term in found],
            }
        )


class AddComment(JsonView):
    right = staticmethod(rules.may_read)

    def post(self, request: HttpRequest, translation_id: int, segment_id: int) -> JsonResponse:
        comment = actions.add_comment(self.translation, self.segment(segment_id), self.text("text"), request.user)
        if comment is None:
            raise BadRequestError(_("The comment has no words."))
        when = date_format(timezone.localtime(comment.created_at), "SHORT_DATETIME_FORMAT")
        return JsonResponse({"id": comment.pk, "text": comment.text, "author": str(comment.author), "when": when})


class ResolveComment(JsonView):
    right = staticmethod(rules.may_read)

    def post(self, request: HttpRequest, translation_id: int, comment_id: int) -> JsonResponse:
        actions.resolve_comment(self.translation, comment_id)
        return JsonResponse({"id": comment_id})


class Override(JsonView):
    def post(self, request: HttpRequest, translation_id: int, segment_id: int) -> JsonResponse:
        one = self.overridable(segment_id)
        set_override(self.translation, one, self.text("value"), request.user)
        return JsonResponse({"is_set": bool(self.text("value").strip())})
