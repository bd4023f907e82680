"""The admin as the demo editor meets it."""

import pytest
from wagtail.models import Locale, Page

from amf_site.demo.builders import page_of
from members.models import City, CityFigure
from pages.models import SiteNavigation

pytestmark = pytest.mark.django_db
NAMES = ["home", "who-we-are", "about", "strategic-plan", "members", "tabriz"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("code", ["en", "fa"])
def test_every_page_opens_in_the_editor_and_previews(editor, name, code):
    page = page_of(name).get_translation(Locale.objects.get(language_code=code)) if code != "en" else page_of(name)
    opened = editor.get(f"/admin/pages/{page.pk}/edit/", follow=True)
    assert opened.status_code == 200
    assert bool(opened.redirect_chain) == (code != "en"), "a translation opens in the desk's editor"
    shown = editor.get(f"/admin/pages/{page.pk}/view_draft/")
    assert shown.status_code == 200
    assert f'lang="{code}"' in shown.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/admin/",
        "/admin/pages/",
        "/admin/images/",
        "/admin/documents/",
        "/admin/reports/site-history/",
        "/admin/snippets/members/city/",
        "/admin/snippets/strategy/planedition/",
        "/admin/snippets/pages/sitenavigation/",
        "/admin/snippets/pages/source/",
        "/admin/account/",
    ],
)
def test_the_places_of_the_menu_open(editor, address):
    assert editor.get(address, follow=True).status_code == 200


def test_records_open(editor):
    for model, address in ((City, "members/city"), (SiteNavigation, "pages/sitenavigation")):
        record = model.objects.first()
        assert editor.get(f"/admin/snippets/{address}/edit/{record.pk}/", follow=True).status_code == 200


def test_the_admin_calls_no_third_party(editor):
    html = editor.get("/admin/").content.decode()
    assert "gravatar" not in html
    assert "releases.wagtail.org" not in html


def test_a_page_type_is_offered_only_where_it_may_stand(editor):
    offered = editor.get(f"/admin/pages/{page_of('members').pk}/add_subpage/", follow=True)
    assert "members/citypage" in offered.redirect_chain[-1][0]
    names = {model.__name__ for model in page_of("who-we-are").specific.creatable_subpage_models()}
    assert names == {"ContactPage", "JoinPage", "LettersPage", "SectionPage", "StandardPage", "StrategicPlanPage"}


def test_a_figure_without_year_or_source_is_not_saved():
    from django.core.exceptions import ValidationError

    figure = CityFigure(city=City.objects.first(), kind="area", extent="city", value=5)
    with pytest.raises(ValidationError) as refusal:
        figure.full_clean()
    assert {"year", "source"} <= set(refusal.value.message_dict)


def test_a_new_population_is_one_edit_for_all_languages(client):
    figure = City.objects.get(name="Tabriz").figures.get(kind="population")
    figure.value = 1600000
    figure.save()
    assert "1,600,000" in client.get("/en/members/tabriz/").content.decode()
    assert "۱٬۶۰۰٬۰۰۰" in client.get("/fa/members/tabriz/").content.decode()


def test_the_menu_follows_the_record_and_the_pages(client):
    persian = SiteNavigation.objects.get(locale__language_code="fa")
    client.get("/fa/")
    persian.footer_text = "متن تازه"
    persian.save_revision().publish()
    assert "متن تازه" in client.get("/fa/").content.decode()
    page_of("members").get_translation(Locale.objects.get(language_code="fa")).unpublish()
    assert 'href="/fa/members/"' not in client.get("/fa/who-we-are/").content.decode()


def test_a_menu_that_is_only_submitted_is_not_shown(client):
    SiteNavigation.objects.filter(locale__language_code="fa").update(live=False)
    html = client.get("/fa/").content.decode()
    assert "non-profit" not in html
    assert Page.objects.filter(locale__language_code="fa", live=True).exists()


def test_text_is_shown_in_its_own_direction(editor):
    assert "/static/css/admin.css" in editor.get("/admin/").content.decode()


def test_a_preview_may_be_framed_by_the_admin_and_by_nobody_else(editor):
    page = page_of("about")
    shown = editor.get(f"/admin/pages/{page.pk}/view_draft/")
    assert "frame-ancestors 'self'" in shown["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in editor.get("/en/who-we-are/about/")["Content-Security-Policy"]


@pytest.mark.parametrize("code", ["en", "fa"])
def test_menu_and_footer_can_be_previewed_before_they_are_published(code):
    record = SiteNavigation.objects.get(locale__language_code=code)
    record.footer_text = "Not yet published."
    shown = record.make_preview_request(preview_mode="")
    assert shown.status_code == 200
    html = shown.render().content.decode() if not shown.is_rendered else shown.content.decode()
    assert "Not yet published." in html
    assert f'href="/{code}/members/"' in html
    assert f'lang="{code}"' in html
