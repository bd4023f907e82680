"""``manage.py reset_second_factor NAME``: help for a superuser whose phone and recovery codes are lost."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from amf_site.accounts.recovery import reset_second_factor


class Command(BaseCommand):
    help = "Removes the passkeys, codes and sessions of an account. Its owner is told by mail."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the user name")

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        users = get_user_model().objects
        user = users.filter(username=name).first()
        if user is None:
            raise CommandError(f"There is no account with the name {name!r}.")
        reset_second_factor(user)
        self.stdout.write(f"{name} signs in with the password alone and can set up a new second factor.")
