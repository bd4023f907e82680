"""Which tables readers see. That of an app in neither list counts as seen, and ``manage.py check`` names the app."""

from functools import cache

from django.apps import apps
from django.db.models import Model

#: Apps without anything for readers: accounts and sessions, work in progress, mail, logs and queues.
UNSEEN_APPS = {
    *("account", "accounts", "admin", "answers", "auth", "axes", "contenttypes", "demo", "django_tasks_database"),
    *("mail", "mfa", "office", "public_forms", "search", "sessions", "socialaccount", "translation", "usersessions"),
    *("wagtail_localize", "wagtailadmin", "wagtaildocs", "wagtailimages", "wagtailsearch", "wagtailusers"),
}
#: Models of the other apps that readers do not see, by their labels.
UNSEEN_MODELS = {
    *("members.Application", "members.ApplicationDraft", "members.Attachment"),
    *("members.Letter", "members.LetterItem", "members.LetterWords"),
    *("members.SubscriptionRequest", "members.Subscriber", "members.Delivery"),
    "strategy.DownloadCount",
    *("wagtailcore.APIToken", "wagtailcore.Comment", "wagtailcore.CommentReply", "wagtailcore.GroupApprovalTask"),
    *("wagtailcore.GroupApprovalTask_groups", "wagtailcore.GroupCollectionPermission"),
    *("wagtailcore.GroupPagePermission", "wagtailcore.GroupSitePermission", "wagtailcore.ModelLogEntry"),
    *("wagtailcore.PageLogEntry", "wagtailcore.PageSubscription", "wagtailcore.ReferenceIndex"),
    *("wagtailcore.Revision", "wagtailcore.Task", "wagtailcore.TaskState", "wagtailcore.UploadedFile"),
    *("wagtailcore.Workflow", "wagtailcore.WorkflowContentType", "wagtailcore.WorkflowPage"),
    *("wagtailcore.WorkflowState", "wagtailcore.WorkflowTask"),
}
#: Apps that readers see but for the models above.
SEEN_APPS = {
    *("cldr", "media", "members", "pages", "printing", "strategy", "taggit", "visibility"),
    *("wagtailcore", "wagtailredirects"),
}
#: Tables to which pages themselves add what they show: a row that is added changes no other page.
ADDED_BY_PAGES = {"media.SiteRendition"}
#: Columns of pages and records that say something about drafts and locks only. Saving a draft changes no others.
UNSEEN_COLUMNS = {
    *("draft_title", "has_unpublished_changes", "latest_revision_id", "latest_revision_created_at"),
    *("locked", "locked_at", "locked_by_id"),
}


def is_seen(model: type[Model]) -> bool:
    return model._meta.app_label not in UNSEEN_APPS and model._meta.label not in UNSEEN_MODELS


@cache
def tables_added_to_by_pages() -> frozenset[str]:
    return frozenset(apps.get_model(name)._meta.db_table for name in ADDED_BY_PAGES)


@cache
def unseen_tables() -> frozenset[str]:
    models = apps.get_models(include_auto_created=True)
    return frozenset(model._meta.db_table for model in models if not is_seen(model))
