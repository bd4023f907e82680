"""Bulk actions on pages that follow the same rules as the actions on a single page.

Wagtail publishes drafts that their form would not publish, or fails at them (its issues 14253 and 14533), and fails
where a page is chosen together with one below it (7949) or the list was below a page that is gone (14388). Each class
here stands in place of Wagtail's and is to be deleted when that does so no longer: ``tests/admin`` tells.
"""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponseBase
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
    """What may not be published is named with the reason; the others are published."""

    def get_execution_context(self) -> dict[str, Any]:
        self.refused: list[str] = []
        return {**super().get_execution_context(), "refused": self.refused}

    @classmethod
    def execute_action(
        cls,
        objects: list[Page],
        include_descendants: bool = False,
        user: Any = None,
        refused: Any = None,
        **kwargs: Any,
    ) -> tuple[int, int]:
        chosen = [page for page in objects if cls.publish(page, user, refused)]
        done = {page.pk for page in objects}
        count = 0
        for page in chosen if include_descendants else ():
            for below in page.get_descendants().not_live():
                if below.pk not in done and (user is None or below.permissions_for_user(user).can_publish()):
                    done.add(below.pk)
                    count += cls.publish(below, user, refused)
        return len(chosen), count

    @staticmethod
    def publish(page: Page, user: Any, refused: list[str]) -> bool:
        try:
            with transaction.atomic():
                revision = page.get_latest_revision() or page.specific.save_revision(user=user)
                refuse_incomplete(revision.as_object())
                revision.publish(user=user)
        except (*REFUSALS, PublishPermissionError) as refusal:
            refused.append(f"{page.get_admin_display_title()}: {reason_of(refusal, page.specific_class)}")
            return False
        return True

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str | None:
        return super().get_success_message(num_parent_objects, num_child_objects) if num_parent_objects else None

    def form_valid(self, form: Any) -> HttpResponseBase:
        response = super().form_valid(form)
        for words in getattr(self, "refused", ()):
            messages.error(self.request, words)
        return response


ALL = (DeletePages, MovePages, UnpublishPages, PublishPages)
