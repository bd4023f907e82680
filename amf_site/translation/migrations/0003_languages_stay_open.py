"""The languages of a site that was there before languages had stages stay open."""

from typing import Any

from django.db import migrations

SOURCE_LANGUAGE = "en"


def keep_open(apps: Any, schema_editor: Any) -> None:
    stages = apps.get_model("translation", "LanguageStage")
    for locale in apps.get_model("wagtailcore", "Locale").objects.exclude(language_code=SOURCE_LANGUAGE):
        stages.objects.get_or_create(locale=locale, defaults={"stage": "public"})


class Migration(migrations.Migration):
    dependencies = [("translation", "0002_trigrams")]

    operations = [migrations.RunPython(keep_open, migrations.RunPython.noop)]
