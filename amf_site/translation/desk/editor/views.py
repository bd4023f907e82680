"""The editor's page. It works without its script too: every button keeps all words of the form."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Media
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.models import Page

from ... import machine
from ...conf import host
from ...models import Comment
from ...permissions import rules
from ...workflow.status import status_of
from . import actions
from .api import overridable
from .base import TranslationView
from .js_strings import phrases
from .overrides import Overridable, overridables, set_override
from .related import related
from .rows import Sheet, read_row, version_of


def address(name: str, *args: Any) -> str:
    """The address of another part of the desk, if that part is there."""
    try:
        return reverse(f"translation:{name}", args=args)
    except NoReverseMatch:
        return ""


class Editor(WagtailAdminTemplateMixin, TranslationView, TemplateView):
    right = staticmethod(rules.may_read)
    template_name = "translation/editor/editor.html"
    header_icon = "wagtail-localize-language"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        # Words that are kept or refused now are not to be shown by the browser's way back.
        response.headers["Cache-Control"] = "no-store"
        return response

    def get_page_title(self) -> str:
        title = getattr(self.target, "draft_title", "") or str(self.target)
        return f"{title} ({host.language(self.translation.target_locale.language_code).own_name})"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        board = [{"url": url, "label": _("Translations")}] if (url := address("board")) else []
        return [*self.breadcrumbs_items, *board, {"url": self.url, "label": self.get_page_title()}]

    @property
    def url(self) -> str:
        return reverse("translation:edit", args=[self.translation.pk])

    @cached_property
    def sheet(self) -> Sheet:
        return Sheet(self.translation)

    @cached_property
    def overridables(self) -> list[Overridable]:
        found = overridables(self.translation, self.sheet.places) if self.translation.has_values else []
        return sorted((one for one in found if one.kind), key=lambda one: (one.place.order, one.segment.order))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.translation.enabled:
            messages.warning(request, _("This translation is kept by hand, in Wagtail’s own editor."))
            return redirect(AdminURLFinder().get_edit_url(self.target))
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
        """Keep what was changed in the form; returns how much of it was refused."""
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
        """Words that were written in the form for a source that has changed since it was opened."""
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
        """What is kept now, with what was refused in its fields: saving once more is then meant."""
        refused = {row.pk: row for row in self.sheet.rows if row.refused is not None}
        self.sheet = Sheet(self.translation)
        for row in self.sheet.rows:
            if row.pk in refused:
                row.refused, row.refusal = refused[row.pk].refused, refused[row.pk].refusal

    def save_comments(self) -> None:
        for row in self.sheet.rows:
            text = self.request.POST.get(f"comment-{row.pk}", "")
            actions.add_comment(self.translation, row.segment, text, self.request.user)

    def run_action(self, action: str, pk: int) -> int:
        """What the button says beyond keeping all; returns how much was refused."""
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
            comment = get_object_or_404(Comment, pk=pk, translation=self.translation)
            comment.resolved_at = comment.resolved_at or timezone.now()
            comment.save(update_fields=["resolved_at"])
        elif action == "override":
            one = overridable(self, pk)
            try:
                set_override(self.translation, one, self.request.POST.get(one.name, ""), user)
            except ValidationError as error:
                shown = next(shown for shown in self.overridables if shown.pk == pk)
                shown.refusal = " ".join(error.messages)
                return 1
        return 0

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        translation, target = self.translation, self.target
        code = translation.target_locale.language_code
        addresses = self.addresses()
        work = getattr(translation, "task", None)
        groups = self.sheet.groups
        return super().get_context_data(
            translation=translation,
            target=target,
            is_page=isinstance(target, Page),
            status=status_of(translation, target, self.sheet.progress),
            sheet=self.sheet,
            groups=groups,
            rows_to_review=sum(row.review is not None for group in groups for row in group.rows),
            progress=self.sheet.progress,
            overridables=self.overridables,
            related=related(translation, self.sheet.places) if translation.has_related else [],
            source_language=host.language(translation.source.locale.language_code),
            target_language=host.language(code),
            may_translate=self.may_translate,
            may_publish=self.may_publish,
            lock_message=self.lock.get_message(self.request.user) if self.lock else "",
            work=work,
            # A translator takes work or leaves it; a reviewer gives it to others.
            people=people_of(translation) if self.may_publish else [],
            left=self.left,
            phrases=phrases(),
            chooser_scripts=sum((one.widget.media for one in self.overridables if one.allowed), Media()).render_js(),
            machine_is_on=machine_is_on(),
            may_stop=bool(addresses["stop_url"]) and rules.may_publish_object(self.request.user, target),
            **addresses,
            **kwargs,
        )

    def addresses(self) -> dict[str, str]:
        pk = self.translation.pk
        finder = AdminURLFinder()
        is_page = isinstance(self.target, Page)
        viewset = getattr(self.target, "snippet_viewset", None)
        history = "wagtailadmin_pages:history" if is_page else viewset and viewset.get_url_name("history")
        return {
            "history_link": reverse(history, args=[self.target.pk]) if history else "",
            "live_url": self.target.full_url or "" if is_page and self.target.live else "",
            "source_edit_url": (finder.get_edit_url(self.original) or "") if self.original else "",
            "preview_url": address("preview", pk) if is_page else "",
            "machine_url": address("machine", pk),
            "stop_url": address("stop", pk),
            "suggestions_url": address("suggestions", pk, 0),
        }


def machine_is_on() -> bool:
    """Whether there is a machine that translates."""
    return bool(getattr(machine, "translator", lambda: None)())


def people_of(translation: Any) -> list[Any]:
    """Those who may translate the language by a group of theirs."""
    users: Any = get_user_model().objects.filter(
        is_active=True, groups__language_rights__locale=translation.target_locale_id
    )
    return list(users.distinct().order_by("last_name", "first_name", "username"))
