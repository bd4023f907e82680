"""``manage.py personal_data export|delete <e-mail>``: hand out or delete all that is stored about an address."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.core.serializers.json import DjangoJSONEncoder

from amf_site.public_forms import personal_data


class Command(BaseCommand):
    help = "Writes all that is stored about an e-mail address as JSON, or deletes it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["export", "delete"])
        parser.add_argument("email")

    def handle(self, *args: Any, action: str, email: str, **options: Any) -> None:
        if action == "export":
            found = personal_data.export(email)
            self.stdout.write(json.dumps(found, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
        else:
            self.stdout.write(f"Deleted: {personal_data.delete(email)}")
