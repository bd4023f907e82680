"""Hooks that offer an action on a source for its translations too, and joint publication."""

from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.widgets.button import Button
from wagtail.models import DraftStateMixin, Page, TranslatableMixin
from wagtail.snippets.action_menu import ActionMenuItem

from ...conf import host
from ...patches.page_ordering import PLACED
from ...permissions import rules
from ...workflow.lookup import is_source, key_of, list_url, stopped_translation, translations_of, with_descendants
from ...workflow.origins import is_gone, may_make_source, replaceable
from .views import STEPS, address_of


def offer(step: str, request: HttpRequest, sources: list[Any], **more: str) -> HttpResponse | None:
    """Redirect to the confirmation if the action can be applied to any translation."""
    looked_at = with_descendants(sources) if "below" in more else sources
    if any(STEPS[step]().candidates(looked_at, request.user)):
        return redirect(address_of(step, sources, get_valid_next_url_from_request(request), **more))
    return None


@hooks.register("after_move_page")
def offer_to_move(request: HttpRequest, page: Page) -> HttpResponse | None:
    return offer("move", request, specific([page]))


@hooks.register("after_unpublish_page")
@hooks.register("after_unpublish")
def offer_to_unpublish(request: HttpRequest, instance: Any) -> HttpResponse | None:
    more = {"below": "1"} if request.POST.get("include_descendants") else {}
    if response := offer("unpublish", request, [instance], **more):
        messages.success(request, _("“%(title)s” was unpublished.") % {"title": instance})
        return response
    return None


@hooks.register("before_delete_page")
@hooks.register("before_delete_snippet")
def offer_to_delete(request: HttpRequest, deleted: Page | list[Any]) -> HttpResponse | None:
    sources = [deleted] if isinstance(deleted, Page) else deleted
    return offer("delete", request, sources) if request.method == "GET" else None


@hooks.register("after_copy_page")
def offer_to_copy(request: HttpRequest, page: Page, copy: Page) -> HttpResponse | None:
    if copy.alias_of_id:
        return None
    originals = with_descendants([page.specific]) if request.POST.get("copy_subpages") else [page.specific]
    if not any(translations_of(original) for original in originals):
        return None
    next_url = get_valid_next_url_from_request(request)
    return redirect(address_of("copy", [copy.specific], next_url, of=key_of(page.specific)))


@hooks.register("before_bulk_action")
def offer_before_bulk(request: HttpRequest, kind: str, objects: list[Any], action: Any) -> HttpResponse | None:
    """Before a bulk deletion, as afterwards there would be nothing left to list."""
    return offer("delete", request, specific(objects)) if kind == "delete" else None


@hooks.register("after_bulk_action")
def offer_after_bulk(request: HttpRequest, kind: str, objects: list[Any], action: Any) -> HttpResponse | None:
    """After a bulk move, unpublication or publication."""
    if kind not in ("move", "unpublish", "publish"):
        return None
    more = {"below": "1"} if action.cleaned_form.cleaned_data.get("include_descendants") else {}
    response = offer(kind, request, specific(objects), **more)
    if response and (note := action.get_success_message(len(objects), 0)):
        messages.success(request, note)
    return response


def specific(objects: list[Any]) -> list[Any]:
    """Reload objects from the database, pages as their specific type."""
    return [
        Page.objects.get(pk=each.pk).specific if isinstance(each, Page) else each
        for each in objects
        if isinstance(each, TranslatableMixin)
    ]


@hooks.register("construct_explorer_page_queryset")
def offer_the_order(parent: Page, pages: Any, request: HttpRequest) -> Any:
    """Offer the order once, in the next listing after child pages were reordered."""
    if request.session.get(PLACED) == parent.pk and "ordering" not in request.GET:
        del request.session[PLACED]
        sources = [parent.specific]
        if any(STEPS["order"]().candidates(sources, request.user)):
            button = messages.button(address_of("order", sources), _("Same order in the translations"))
            messages.info(request, _("The translations of these pages stand in another order."), buttons=[button])
    return pages


def together_url(instance: Any, **query: str) -> str:
    content_type = ContentType.objects.get_for_model(instance)
    return reverse("translation:together", args=[content_type.pk, instance.pk], query=query)


@hooks.register("after_edit_page")
@hooks.register("after_edit_snippet")
def offer_to_publish(request: HttpRequest, instance: Any) -> HttpResponse | None:
    """After scheduling, open the form for the translations; after publication, show a message with a link to it."""
    if "action-publish" not in request.POST or not request.accepts("text/html"):
        return None
    if not isinstance(instance, DraftStateMixin) or not (targets := translations_of(instance)):
        return None
    address = together_url(instance, next=list_url(instance))
    scheduled = instance.scheduled_revision
    if scheduled or any(target.live and target.expire_at != instance.expire_at for target in targets):
        messages.success(request, _("“%(title)s” is saved. Its translations have no such dates.") % {"title": instance})
        return redirect(address)
    if any(not waiting.reason for waiting in STEPS["publish"]().candidates([instance], request.user)):
        button = messages.button(address, _("Publish with translations"))
        messages.info(request, _("Complete translations wait to be published."), buttons=[button])
    return None


def start_url(instance: Any, user: Any) -> str:
    """Return the URL to attach a detached translation again; empty if there is nothing to attach."""
    stopped = stopped_translation(instance)
    if stopped is None or is_gone(stopped.source) or not rules.may_publish_object(user, instance):
        return ""
    return reverse("translation:start", args=[stopped.pk])


def make_source_url(instance: Any, user: Any) -> str:
    """Return the URL to make a translation the source; empty if it cannot be."""
    translation = replaceable(instance) if may_make_source(user, instance) else None
    return reverse("translation:make_source", args=[translation.pk]) if translation else ""


def publish_url(instance: Any, user: Any) -> str:
    """Return the URL to publish a source with its translations; empty for other objects."""
    return together_url(instance) if is_source(instance) and rules.may_publish_object(user, instance) else ""


@hooks.register("register_page_header_buttons")
def buttons_of_a_page(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if url := start_url(page, user):
        yield Button(gettext_lazy("Translate in segments again"), url=url, icon_name="rotate", priority=62)
    if url := make_source_url(page, user):
        label = _("Make %(language)s the source") % {"language": host.name_of(page.locale.language_code)}
        yield Button(label, url=url, icon_name="globe", priority=63)
    if url := publish_url(page, user):
        yield Button(_("Publish with translations"), url=url, icon_name="upload", priority=62)
    if is_source(page) and page.numchild and page.permissions_for_user(user).can_reorder_children():
        url = address_of("order", [page.specific])
        yield Button(_("Same order in the translations"), url=url, icon_name="list-ul", priority=71)


class RecordMenuItem(ActionMenuItem):
    """An entry in the action menu of a record, shown if there is a URL for it.

    A record that follows its source opens in the translation editor, which has its own buttons.
    """

    url: "staticmethod[[Any, Any], str]"

    def is_shown(self, context: dict[str, Any]) -> bool:
        is_known = context["view"] == "edit" and isinstance(context.get("instance"), TranslatableMixin)
        return is_known and bool(self.get_url(context))

    def get_url(self, context: dict[str, Any]) -> str:
        return self.url(context["instance"], context["request"].user)


class TogetherMenuItem(RecordMenuItem):
    label = gettext_lazy("Publish with translations")
    name = "translation-together"
    icon_name = "upload"
    url = staticmethod(publish_url)


class StartMenuItem(RecordMenuItem):
    label = gettext_lazy("Translate in segments again")
    name = "translation-start"
    icon_name = "rotate"
    url = staticmethod(start_url)


class MakeSourceMenuItem(RecordMenuItem):
    label = gettext_lazy("Make it the source")
    name = "translation-make-source"
    icon_name = "globe"
    url = staticmethod(make_source_url)


hooks.register(
    "register_snippet_action_menu_item",
    lambda model: TogetherMenuItem(order=50) if issubclass(model, DraftStateMixin) else None,
)
hooks.register("register_snippet_action_menu_item", lambda model: StartMenuItem(order=51))
hooks.register("register_snippet_action_menu_item", lambda model: MakeSourceMenuItem(order=52))


@hooks.register("before_edit_page", order=-1)
@hooks.register("before_edit_snippet", order=-1)
def confirm_the_start(request: HttpRequest, instance: Any) -> HttpResponse | None:
    """Ask for confirmation first, since wagtail-localize would discard the manual edits (its issue 876)."""
    is_asked = "localize-restart-translation" in request.POST
    translation = stopped_translation(instance) if is_asked else None
    return redirect("translation:start", translation.pk) if translation else None
