"""The plan in the admin: the report of languages, the warning on the dashboard, the editor's forms."""

import pytest

from amf_site.printing.making import make_pdf
from strategy.models import DownloadCount
from strategy.models.downloads import count_download
from tests.reading import Reader

from .plans import present_page
from .test_plan_files import publish, upload

pytestmark = pytest.mark.django_db
REPORT = "/admin/reports/plan/"


def report(editor) -> tuple[str, Reader]:
    response = editor.get(REPORT)
    assert response.status_code == 200
    html = response.content.decode()
    return html, Reader(html)


def test_the_report_has_a_line_for_every_language(editor):
    _, page = report(editor)
    for words in ("فارسی", "日本語", "Made from the page", "Missing"):
        assert words in page.own_text


def test_it_tells_of_uploaded_old_and_untagged_files(editor):
    upload("en")
    publish(present_page(), vision="<p>Other words.</p>")
    make_pdf(present_page())
    _, page = report(editor)
    assert "No: the uploaded file is older than the page" in page.own_text


def test_downloads_are_shown_as_numbers_and_bars(editor):
    edition = present_page().edition
    for _ in range(3):
        count_download(edition.pk, "fa")
    html, page = report(editor)
    assert "Downloads in the last thirty days: 3" in page.own_text
    assert DownloadCount.objects.get().count == 3
    assert ": 3</title>" in html


def test_the_dashboard_warns_of_an_old_file_and_is_silent_otherwise(editor):
    words = "The plan's file is not what its page says"
    assert words not in editor.get("/admin/").content.decode()
    upload("en")
    publish(present_page(), vision="<p>Other words.</p>")
    make_pdf(present_page())
    assert words in editor.get("/admin/").content.decode()


def test_the_report_is_for_staff_who_keep_the_plan(client, django_user_model):
    from django.contrib.auth.models import Permission

    user = django_user_model.objects.create_user("guest", password="x")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(REPORT).status_code == 302
    assert REPORT not in client.get("/admin/").content.decode()


@pytest.mark.parametrize("address", ["/admin/snippets/strategy/planedition/", "/admin/snippets/strategy/indicator/"])
def test_the_lists_and_forms_open(editor, address):
    assert editor.get(address).status_code == 200
    assert editor.get(f"{address}add/").status_code == 200


def test_the_pages_open_in_the_editor(editor):
    page = present_page()
    assert editor.get(f"/admin/pages/{page.pk}/edit/").status_code == 200
    assert editor.get(f"/admin/pages/{page.get_parent().pk}/edit/").status_code == 200


def test_the_cost_of_the_report_does_not_grow_with_its_numbers(editor, django_assert_max_num_queries):
    editor.get(REPORT)
    with django_assert_max_num_queries(25):
        editor.get(REPORT)
