"""The languages of a site that was there before keep what they were: the stage they had, else open."""

from typing import Any

from django.db import migrations

SOURCE_LANGUAGE = "en"
#: Where stages were kept before this app had them.
FORMER_TABLE = "translation_languagestage"


def keep_stages(apps: Any, schema_editor: Any) -> None:
    stages = apps.get_model("visibility", "LanguageStage")
    former: dict[int, tuple[str, int]] = {}
    connection = schema_editor.connection
    if FORMER_TABLE in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT locale_id, stage, minimum_coverage FROM {FORMER_TABLE}")  # noqa: S608 our own name
            former = {locale: (stage, coverage) for locale, stage, coverage in cursor.fetchall()}
            cursor.execute(f"DROP TABLE {FORMER_TABLE}")
    for locale in apps.get_model("wagtailcore", "Locale").objects.exclude(language_code=SOURCE_LANGUAGE):
        stage, coverage = former.get(locale.pk, ("public", 80))
        stages.objects.get_or_create(locale=locale, defaults={"stage": stage, "minimum_coverage": coverage})


class Migration(migrations.Migration):
    dependencies = [("visibility", "0001_initial")]

    operations = [migrations.RunPython(keep_stages, migrations.RunPython.noop)]
