"""``manage.py collect_messages``: update ``locale/`` from the translatable strings in templates and code."""

import re
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from amf_site.languages import SOURCE_LANGUAGE

#: Files whose strings appear in the admin only. They are translated into the admin's languages, in
#: ``amf_site/translation/locale``; ``tests/rules`` reports what is missing there.
ADMIN = (
    *("amf_site/translation/*", "amf_site/admin/*", "amf_site/visibility/*", "amf_site/persian/*"),
    *("amf_site/cldr/number_fields.py", "amf_site/printing/telling.py"),
    *("amf_site/public_forms/apps.py", "amf_site/public_forms/models.py", "amf_site/public_forms/notices.py"),
    *("amf_site/public_forms/viewsets.py", "amf_site/public_forms/inbox.py", "amf_site/public_forms/wagtail_hooks.py"),
    *("amf_site/public_forms/personal_data_view.py", "templates/public_forms/admin/*"),
    *("pages/models/contact.py", "pages/record_sets.py"),
    *("pages/source_chooser.py", "pages/telephone.py", "pages/viewsets.py", "pages/years.py", "pages/partial_dates.py"),
    *("pages/blocks/records.py", "pages/checklist.py", "pages/checklist_panel.py"),
    *(
        "members/schedule_calendar.py",
        "members/checklist.py",
        "members/news_viewsets.py",
        "templates/members/admin/calendar*",
    ),
    *(
        "amf_site/accounts/*",
        "templates/account/*",
        "templates/accounts/*",
        "templates/mfa/*",
        "templates/usersessions/*",
    ),
    *("members/panels.py", "members/viewsets.py", "members/forum_viewsets.py", "members/forum_checking.py"),
    *("members/models/body.py", "members/models/event.py", "members/models/office.py", "members/models/document.py"),
    *("members/models/title.py", "members/models/event_pages.py", "members/models/news.py"),
    *("members/models/body_page.py", "members/models/document_pages.py", "members/models/press_page.py"),
    *("members/models/application.py", "members/models/joining_pages.py", "members/joining/viewsets.py"),
    *("members/joining/acceptance.py", "members/joining/notices.py", "templates/members/admin/application*"),
    *("members/models/letter.py", "members/models/letters_page.py", "members/letters/admin.py"),
    *("templates/members/admin/letter.html", "members/press_facts.py", "members/record_sets.py"),
    "templates/wagtailadmin/*",
    *("members/office/apps.py", "members/office/models.py", "members/office/inviting.py"),
    *("members/office/reviewing.py", "members/office/accepting.py", "members/office/wagtail_hooks.py"),
    "templates/office/admin/*",
)


class Command(BaseCommand):
    """Collect the strings of public pages and of the models' forms; the catalogue of the admin is edited by hand."""

    help = "Collects the interface words into every locale/<language>; needs GNU gettext."
    requires_system_checks = ()

    def handle(self, *args, **options) -> None:
        folders = [path.parent for path in (settings.BASE_DIR / "locale").glob("*/LC_MESSAGES")]
        # Folder names, because Django spells the folder of zh-hans as zh_Hans.
        languages = [folder.name for folder in folders if folder.name != SOURCE_LANGUAGE]
        call_command(
            "makemessages",
            locale=languages,
            ignore_patterns=["tests/*", "var/*", ".venv/*", *ADMIN],
            add_location="file",
            no_wrap=True,
            no_obsolete=True,
            verbosity=1,
        )
        for path in (settings.BASE_DIR / "locale").glob("*/LC_MESSAGES/*.po"):
            keep_places_on_one_line(path)


def keep_places_on_one_line(path: Path) -> None:
    """Join wrapped file references: some gettext versions wrap them regardless of options, which changes many lines."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"(?m)^#: .*(?:\n#: .*)+", lambda found: found[0].replace("\n#: ", " "), text)
    path.write_text(text, encoding="utf-8")
