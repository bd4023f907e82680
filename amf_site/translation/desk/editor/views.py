"""The page of the editor. It also works without JavaScript: every button saves the whole form."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Media
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.models import Page

from ...conf import host
from ...machine import translator
from ...permissions import rules
from ...workflow.lookup import edit_url, title_of
from ...workflow.origins import may_make_source
from ...workflow.publishing import is_withdrawn
from ...workflow.status import status_of
from ..base import BOARD, DeskView, script, style_sheets
from . import actions
from .base import TranslationView
from .js_strings import phrases
from .overrides import set_override
from .related import related
from .rows import Sheet, read_row, version_of


# The browser must not show an outdated form from its cache when the user goes back.
@method_decorator(cache_control(no_store=True), name="dispatch")
class Editor(DeskView, TranslationView, TemplateView):
    right = staticmethod(rules.may_read)
    template_name = "translation/editor/editor.html"
    header_icon = "wagtail-localize-language"
    parents = (BOARD,)

    def may_open(self, user: Any) -> bool:
        """``right`` is checked too: whoever may edit a page may translate it, even without access to the desk."""
        return rules.may_enter(user)

    @property
    def media(self) -> Media:  # type: ignore[override]
        choosers = [one.widget.media for one in self.overridables if one.allowed]
        return sum(choosers, style_sheets("editor")) + script("editor/editor")

    def get_page_title(self) -> str:
        return f"{title_of(self.target)} ({host.language(self.translation.target_locale.language_code).own_name})"

    @property
    def url(self) -> str:
        return reverse("translation:edit", args=[self.translation.pk])

    @cached_property
    def sheet(self) -> Sheet:
        return Sheet(self.translation, self.places)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.translation.enabled:
            messages.warning(request, _("This translation is kept by hand, in Wagtail’s own editor."))
            return redirect(edit_url(self.target))
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        action, _colon, number = request.POST.get("action", "save").partition(":")
        if action not in ("comment", "resolve") and not self.may_translate:
            raise PermissionDenied
        refused = self.keep_all() if self.may_translate else 0
        self.save_comments()
        pk = int(number) if number.isascii() and number.isdigit() and len(number) < 18 else 0
        refused += self.run_action(action, pk)
        if refused or self.left:
            messages.error(request, _("Not everything could be saved. What is wrong stands at the words."))
            self.read_again()
            return self.render_to_response(self.get_context_data(**kwargs), status=422)
        messages.success(request, _("Saved."))
        return redirect(f"{self.url}#segment-{pk}" if pk and action != "resolve" else self.url)

    def keep_all(self) -> int:
        """Save the changed segments of the form. Return how many were refused."""
        refused = 0
        for row in self.sheet.rows:
            words = self.request.POST.get(f"words-{row.pk}", row.text).replace("\r\n", "\n")
            version = self.request.POST.get(f"version-{row.pk}", "")
            if words == row.text or version_of(words) == version:
                continue
            try:
                actions.keep(self.translation, row.segment, words, version, self.request.user)
            except (actions.RefusedError, actions.ConflictError) as error:
                row.refused, row.refusal = words, str(error)
                refused += 1
        return refused

    @cached_property
    def left(self) -> list[str]:
        """Text that was submitted for segments that no longer exist, because the source has changed meanwhile."""
        known = {f"words-{row.pk}" for row in self.sheet.rows}
        sent = {name: words.replace("\r\n", "\n") for name, words in self.request.POST.dict().items()}
        return [
            words
            for name, words in sent.items()
            if name.startswith("words-")
            and name not in known
            and version_of(words) != sent.get(name.replace("words-", "version-", 1))
        ]

    def read_again(self) -> None:
        """Reload the segments, keeping refused text in its fields: saving again then overwrites."""
        refused = {row.pk: row for row in self.sheet.rows if row.refused is not None}
        self.sheet = Sheet(self.translation, self.places)
        for row in self.sheet.rows:
            if row.pk in refused:
                row.refused, row.refusal = refused[row.pk].refused, refused[row.pk].refusal

    def save_comments(self) -> None:
        for row in self.sheet.rows:
            text = self.request.POST.get(f"comment-{row.pk}", "")
            actions.add_comment(self.translation, row.segment, text, self.request.user)

    def run_action(self, action: str, pk: int) -> int:
        """Perform the action of the button, after everything is saved. Return how much was refused."""
        user = self.request.user
        if action == "confirm":
            actions.confirm_segment(self.translation, self.segment(pk), user)
        elif action == "confirm-all":
            for row in self.sheet.rows:
                if row.review and not row.refusal:
                    actions.confirm_segment(self.translation, row.segment, user)
        elif action == "same":
            segment = self.segment(pk)
            version = read_row(self.translation, segment).version
            actions.keep_source(self.translation, segment, version, user)
        elif action == "resolve":
            actions.resolve_comment(self.translation, pk)
        elif action == "override":
            one = self.overridable(pk)
            try:
                set_override(self.translation, one, self.request.POST.get(one.name, ""), user)
            except ValidationError as error:
                one.refusal = " ".join(error.messages)
                return 1
        return 0

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        translation, target = self.translation, self.target
        code = translation.target_locale.language_code
        progress = self.sheet.progress
        groups = self.sheet.groups
        return super().get_context_data(
            translation=translation,
            target=target,
            is_page=isinstance(target, Page),
            status=status_of(translation, target, progress),
            groups=groups,
            other_comments=self.sheet.other_comments,
            rows_to_review=sum(row.review is not None for group in groups for row in group.rows),
            progress=progress,
            overridables=[one for one in self.overridables if one.kind],
            related=related(translation, self.places) if translation.has_related else [],
            source_language=host.language(translation.source.locale.language_code),
            target_language=host.language(code),
            may_translate=self.may_translate,
            may_publish=self.may_publish,
            lock_message=self.lock.get_message(self.request.user) if self.lock else "",
            work=getattr(translation, "task", None),
            # A translator takes or leaves the translation; a reviewer also assigns it to others.
            people=people_of(translation) if self.may_publish else [],
            left=self.left,
            is_withdrawn=is_withdrawn(self.original),
            phrases=phrases(),
            machine_is_on=translator() is not None,
            may_stop=rules.may_publish_object(self.request.user, target),
            may_make_source=may_make_source(self.request.user, target),
            **self.addresses(),
            **kwargs,
        )

    def addresses(self) -> dict[str, str]:
        is_page = isinstance(self.target, Page)
        viewset = getattr(self.target, "snippet_viewset", None)
        history = "wagtailadmin_pages:history" if is_page else viewset and viewset.get_url_name("history")
        return {
            "history_link": reverse(history, args=[self.target.pk]) if history else "",
            "live_url": self.target.full_url or "" if is_page and self.target.live else "",
            "source_edit_url": edit_url(self.original) if self.original else "",
            "preview_url": reverse("translation:preview", args=[self.translation.pk]) if is_page else "",
        }


def people_of(translation: Any) -> list[Any]:
    """Return the users who may translate into the language through a group."""
    users: Any = get_user_model().objects.filter(
        is_active=True, groups__language_rights__locale=translation.target_locale_id
    )
    return list(users.distinct().order_by("last_name", "first_name", "username"))
