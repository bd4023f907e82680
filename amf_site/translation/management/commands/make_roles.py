"""``manage.py make_roles``: create the predefined groups of staff."""

from django.core.management.base import BaseCommand

from ...permissions.groups import make_roles


class Command(BaseCommand):
    help = (
        "Makes the groups of translators, reviewers, editors and administrators that are not there yet. "
        "Groups that are there stay as they are."
    )

    def handle(self, *args, **options) -> None:
        make_roles()
