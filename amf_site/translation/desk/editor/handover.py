"""Hand a translation over for review, return it, assign it, or publish it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from ...models import TranslationTask
from ...patches.publish_guard import UntranslatedError
from ...permissions import rules
from ...segments.signs import is_text
from ...workflow.publishing import NotReadyError, publish
from .base import TranslationView
from .views import people_of

LONGEST_NOTE = 2000


class HandoverView(TranslationView):
    """A translator hands over, a reviewer returns, both with an optional note.

    Both may assign the translation to themselves; a reviewer may assign it to others.
    """

    http_method_names = ["post"]

    def post(self, request: HttpRequest, translation_id: int) -> HttpResponseRedirect:
        note = request.POST.get("note", "").strip()[:LONGEST_NOTE]
        if not is_text(note):
            note = ""
        match request.POST.get("step"):
            case "handover":
                self.record(step=TranslationTask.Step.REVIEWING, note=note)
                messages.success(request, _("Handed over to a reviewer."))
            case "back":
                if not self.may_publish:
                    raise PermissionDenied
                self.record(step=TranslationTask.Step.TRANSLATING, note=note)
                messages.success(request, _("Sent back to the translator."))
            case "assign":
                self.assign(request.POST.get("assignee", ""))
            case _unknown:
                messages.error(request, _("There is no such action."))
        return redirect("translation:edit", translation_id)

    def record(self, **values: Any) -> None:
        user: Any = self.request.user
        TranslationTask.objects.update_or_create(translation=self.translation, defaults={**values, "changed_by": user})

    def assign(self, number: str) -> None:
        others = people_of(self.translation) if self.may_publish else []
        people = {str(person.pk): person for person in [*others, self.request.user]}
        if number and number not in people:
            messages.error(self.request, _("This person may not translate this language."))
            return
        self.record(assignee=people.get(number))
        messages.success(self.request, _("Saved."))


class Publish(TranslationView):
    http_method_names = ["post"]
    right = staticmethod(rules.may_publish)

    def post(self, request: HttpRequest, translation_id: int) -> HttpResponse:
        try:
            instance: Any = publish(self.translation, request.user, though_withdrawn="though_withdrawn" in request.POST)
        except (NotReadyError, UntranslatedError) as error:
            messages.error(request, _("Not published. %(reason)s") % {"reason": error})
        else:
            url = instance.full_url if isinstance(instance, Page) and instance.live else ""
            buttons = [messages.button(url, _("View live"), new_window=False)] if url else None
            messages.success(request, _("“%(title)s” is published.") % {"title": instance}, buttons=buttons)
        return redirect("translation:edit", translation_id)
