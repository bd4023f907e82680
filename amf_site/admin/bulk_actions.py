"""Bulk actions on pages that follow the same rules as the actions on a single page.

Wagtail's own publish drafts that the edit form would reject, or crash on them (wagtail issues 14253 and 14533), report
scheduled pages as published, and crash if a page is selected together with a descendant (7949) or if the parent of the
listing was deleted (14388). Remove each class once Wagtail has fixed this; ``tests/admin`` fails then.
"""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponseBase
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.actions.publish_revision import PublishPermissionError
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions.delete import DeleteBulkAction
from wagtail.admin.views.pages.bulk_actions.move import MoveBulkAction
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction
from wagtail.admin.views.pages.bulk_actions.unpublish import UnpublishBulkAction
from wagtail.models import Page

from .publishing import refuse_incomplete
from .refusals import REFUSALS, reason_of


def uppermost(pages: list[Page]) -> list[Page]:
    """Return the pages that are not descendants of others in the list; the action includes descendants anyway."""
    return [page for page in pages if not any(page.is_descendant_of(other) for other in pages)]


class OfAList(PageBulkAction):
    """Answer 404 instead of 500 if the parent page of the listing no longer exists."""

    def get_all_objects_in_listing_query(self, parent_id: Any) -> Any:
        try:
            return super().get_all_objects_in_listing_query(parent_id)
        except Page.DoesNotExist as error:
            raise Http404 from error


class DeletePages(OfAList, DeleteBulkAction):
    @classmethod
    def execute_action(cls, objects: list[Page], **kwargs: Any) -> tuple[int, int]:
        return super().execute_action([Page.objects.get(pk=page.pk) for page in uppermost(objects)], **kwargs)


class MovePages(OfAList, MoveBulkAction):
    @classmethod
    def execute_action(cls, objects: list[Page], destination: Any = None, **kwargs: Any) -> tuple[int, int]:
        """Reload the pages before each move, because the previous move has changed tree paths."""
        pages = uppermost(objects)
        for page in pages:
            fresh, target = Page.objects.get(pk=page.pk), Page.objects.get(pk=destination.pk)
            super().execute_action([fresh], destination=target, **kwargs)
        return len(pages), 0


class UnpublishPages(OfAList, UnpublishBulkAction):
    @classmethod
    def execute_action(cls, objects: list[Page], **kwargs: Any) -> tuple[int, int]:
        below = uppermost(objects) if kwargs.get("include_descendants") else objects
        return super().execute_action(below, **kwargs)


class PublishPages(OfAList, PublishBulkAction):
    """Publish the valid pages; report the others with the reason, and scheduled pages with their date."""

    def get_execution_context(self) -> dict[str, Any]:
        self.refused: list[str] = []
        self.scheduled: list[str] = []
        return {**super().get_execution_context(), "refused": self.refused, "scheduled": self.scheduled}

    @classmethod
    def execute_action(
        cls,
        objects: list[Page],
        include_descendants: bool = False,
        user: Any = None,
        refused: Any = None,
        scheduled: Any = None,
        **kwargs: Any,
    ) -> tuple[int, int]:
        taken = {page.pk: cls.publish(page, user, refused, scheduled) for page in objects}
        done, count_below = set(taken), 0
        # Do not publish descendants of a page that is scheduled or was refused.
        above = [pk for pk, is_published in taken.items() if is_published is not None] if include_descendants else []
        for page in Page.objects.filter(pk__in=above, live=True):
            for below in page.get_descendants().not_live():
                if below.pk not in done and (user is None or below.permissions_for_user(user).can_publish()):
                    done.add(below.pk)
                    count_below += bool(cls.publish(below, user, refused, scheduled))
        return sum(map(bool, taken.values())), count_below

    @staticmethod
    def publish(page: Page, user: Any, refused: list[str], scheduled: list[str]) -> bool | None:
        """Return whether the draft is live now (``False`` if it is scheduled), or ``None`` if it was refused."""
        title = page.get_admin_display_title()
        try:
            with transaction.atomic():
                revision = page.get_latest_revision() or page.specific.save_revision(user=user)
                draft = revision.as_object()
                refuse_incomplete(draft)
                revision.publish(user=user)
        except (*REFUSALS, PublishPermissionError) as refusal:
            refused.append(f"{title}: {reason_of(refusal, page.specific_class)}")
            return None
        if draft.go_live_at and draft.go_live_at > timezone.now():
            moment = date_format(timezone.localtime(draft.go_live_at), "SHORT_DATETIME_FORMAT")
            words = _("“%(title)s” is scheduled: readers will see this version from %(moment)s.")
            scheduled.append(words % {"title": title, "moment": moment})
            return False
        return True

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str | None:
        if not num_parent_objects and not num_child_objects:
            return None
        return super().get_success_message(num_parent_objects, num_child_objects)

    def form_valid(self, form: Any) -> HttpResponseBase:
        response = super().form_valid(form)
        for words in getattr(self, "scheduled", ()):
            messages.success(self.request, words)
        for words in getattr(self, "refused", ()):
            messages.error(self.request, words)
        return response


ALL = (DeletePages, MovePages, UnpublishPages, PublishPages)
