"""The life of an article: submitted, translated, reviewed, published, corrected."""

import html
import json
import os
import re
import sys
from typing import Any

import django

from tests.rules.test_structure import KNOWN

SAID = {"Le pont": "Die Brücke", "Un pont relie deux villes.": "Eine Brücke verbindet zwei Städte."}
TEXT = "Il a <b>cent</b> ans."
TRANSLATED = "Sie ist ⟨1⟩hundert⟨/1⟩ Jahre alt."


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.guest.settings"
    django.setup()

    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("check", fail_level="WARNING")
    json.dump(journey(), sys.stdout)


def lay() -> Any:
    """Create a live French landing page with an article below it, and users in the predefined groups."""
    from django.contrib.auth.models import Group, User
    from django.core.management import call_command
    from wagtail.models import Locale, Page, Site
    from wagtail.users.models import UserProfile

    from .models import Article, Rubric

    french = Locale.objects.get()
    for code in ("de", "he"):
        Locale.objects.create(language_code=code)
    Site.objects.all().delete()
    Page.objects.get(depth=2).delete()
    root = Page.objects.get()
    home = root.add_child(instance=Article(title="Accueil", slug="home", lead="Bienvenue.", locale=french))
    home.save_revision().publish()
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    article = Article(title="Le pont", slug="le-pont", lead="Un pont relie deux villes.", locale=french)
    article.body = [{"type": "text", "id": "00000000-0000-0000-0000-000000000001", "value": f"<p>{TEXT}</p>"}]
    home.add_child(instance=article)
    article.save_revision().publish()
    Rubric.objects.create(name="Ponts", locale=french)
    call_command("make_roles")
    groups = {"editor": "Editors", "translator": "Translators: Deutsch", "reviewer": "Reviewers: Deutsch"}
    for name, group in groups.items():
        User.objects.create_user(name).groups.add(Group.objects.get(name=group))
    User.objects.create_superuser("administrator")
    for user in User.objects.all():
        UserProfile.objects.create(user=user, preferred_language="en")
    return article


def browser(name: str) -> Any:
    from django.contrib.auth.models import User
    from django.test import Client

    client = Client()
    client.force_login(User.objects.get(username=name))
    return client


def journey() -> dict[str, Any]:
    from django.contrib.contenttypes.models import ContentType
    from django.test import Client
    from wagtail_localize.models import StringSegment, Translation

    article = lay()
    editor, translator, reviewer, administrator = map(browser, ("editor", "translator", "reviewer", "administrator"))
    reader = Client()
    found: dict[str, Any] = {}

    def state() -> str:
        answer = editor.get("/admin/translations/?q=Le pont&language=de")
        board = html.unescape(answer.content.decode())
        return re.search(r">Le pont, German: ([^<]+)<", board)[1]

    def read() -> str:
        answer = reader.get("/de/le-pont/")
        return answer.content.decode() if answer.status_code == 200 else str(answer.status_code)

    found["states"] = [state()]
    kind = ContentType.objects.get_for_model(type(article)).pk
    for code in ("de", "he"):
        editor.post(f"/admin/translations/submit/?content_type={kind}&pk={article.pk}", {"language": [code]})
    translation = Translation.objects.get(source__object_id=article.translation_key, target_locale__language_code="de")
    found["states"].append(state())
    found["before"] = read()

    address = f"/admin/translations/{translation.pk}/"
    page = translator.get(address)
    found["editor"] = [page.status_code, 'lang="fr"' in page.content.decode(), 'lang="de"' in page.content.decode()]
    for segment in StringSegment.objects.filter(source=translation.source).select_related("string"):
        answer = translator.post(
            f"{address}segments/{segment.pk}/",
            {"action": "keep", "words": SAID.get(segment.string.data, TRANSLATED), "version": ""},
            content_type="application/json",
        )
        found.setdefault("kept", []).append(answer.status_code)
    found["states"].append(state())
    refused = translator.post(f"{address}publish/")
    found["refused"] = refused.status_code != 200 and read()
    translator.post(f"{address}step/", {"step": "handover", "note": "Bitte."})
    found["states"].append(state())
    home = Translation.objects.get(source__object_repr="Accueil", target_locale=translation.target_locale)
    for segment in StringSegment.objects.filter(source=home.source).select_related("string"):
        reviewer.post(
            f"/admin/translations/{home.pk}/segments/{segment.pk}/",
            {"action": "keep", "words": f"{segment.string.data} (de)", "version": ""},
            content_type="application/json",
        )
    reviewer.post(f"/admin/translations/{home.pk}/publish/")
    reviewer.post(f"{address}publish/")
    found["states"].append(state())
    found["after"] = read()

    title = StringSegment.objects.select_related("string").get(source=translation.source, context__path="title")
    from amf_site.translation.desk.editor.rows import version_of

    reviewer.post(
        f"{address}segments/{title.pk}/",
        {"action": "keep", "words": "Die alte Brücke", "version": version_of("Die Brücke")},
        content_type="application/json",
    )
    found["states"].append(state())
    hebrew = Translation.objects.get(source=translation.source, target_locale__language_code="he")
    found["right_to_left"] = 'dir="rtl"' in editor.get(f"/admin/translations/{hebrew.pk}/").content.decode()
    rooms = ("", "languages/", "jobs/", "health/?thorough", "export/", "import/", "consistency/", "guide/")
    found["rooms"] = {room: administrator.get(f"/admin/translations/{room}").status_code for room in rooms}
    found["dashboard"] = [one.get("/admin/").status_code for one in (editor, translator, reviewer)]
    found["strangers"] = sorted(
        name
        for name in sys.modules
        if name.split(".")[0] in ("pages", "members", "strategy")
        or (name.startswith("amf_site.") and not name.startswith(KNOWN))
    )
    return found


if __name__ == "__main__":
    main()
