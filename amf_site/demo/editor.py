"""A secretariat editor for trying the site on one machine."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission

NAME = "editor"
#: Printed by ``make run``, so it protects nothing; ``run_site`` refuses to run on a server's database.
PASSWORD = "asia-for-citizens"  # noqa: S105

#: Models that an editor of the secretariat keeps, besides pages, pictures and documents.
KEPT_MODELS = (
    *("city", "partnership", "theme", "membershipcategory", "forumtitle"),
    *("planedition", "indicator", "sitenavigation", "source", "nameoverride", "term"),
)


def make_demo_editor() -> None:
    """Let Wagtail's moderators translate and keep the Forum's records, and make one, once."""
    group = Group.objects.get(name="Moderators")
    group.permissions.add(
        *Permission.objects.filter(content_type__model__in=KEPT_MODELS),
        *Permission.objects.filter(codename="submit_translation"),
    )
    user, created = get_user_model().objects.get_or_create(
        username=NAME, defaults={"email": "editor@localhost", "first_name": "Demo", "last_name": "Editor"}
    )
    if created:
        user.set_password(PASSWORD)
        user.save()
        user.groups.add(group)
