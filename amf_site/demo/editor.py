"""Demo accounts for a local installation: an editor of the secretariat, a translator and a reviewer for Persian."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.models import Locale

from amf_site.translation.permissions.groups import EDITORS, make_roles, reviewers_of, translators_of

NAME = "editor"
TRANSLATOR = "translator"
REVIEWER = "reviewer"
#: Not a secret: ``make run`` prints it, and ``run_site`` refuses to run with a server's database.
PASSWORD = "asia-for-citizens"  # noqa: S105

#: The language of the demo's translator and reviewer.
THEIR_LANGUAGE = "fa"


def make_demo_staff() -> None:
    """Create the predefined groups and, if they do not exist, one demo account for each role."""
    make_roles()
    make_account(NAME, EDITORS)
    for locale in Locale.objects.filter(language_code=THEIR_LANGUAGE):
        make_account(TRANSLATOR, translators_of(locale))
        make_account(REVIEWER, reviewers_of(locale))


def make_account(name: str, group: str) -> None:
    user, created = get_user_model().objects.get_or_create(
        username=name,
        defaults={"email": f"{name}@localhost", "first_name": "Demo", "last_name": name.capitalize()},
    )
    if created:
        user.set_password(PASSWORD)
        user.save()
        user.groups.add(Group.objects.get(name=group))
