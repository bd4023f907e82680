"""What is deleted while something uses it: before, the admin says where; after, readers are led nowhere."""

import re
from typing import Any

import pytest
from django.contrib.admin.utils import quote
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.models import Locale, Page

from amf_site.demo.builders import page_of
from amf_site.media.models import SiteDocument, SiteImage
from amf_site.translation.health.checks.references import LostReferences
from members.models import (
    City,
    CityPage,
    ForumTitle,
    MembershipCategory,
    Partnership,
    ProjectPage,
    ProjectResult,
    Theme,
)
from pages.models import HomePage, SectionPage, SiteNavigation, Source, StandardPage
from strategy.models import PlanEdition
from tests.reading import body_of

pytestmark = pytest.mark.django_db


def upload() -> SiteImage:
    original = SiteImage.objects.first()
    with original.file.open() as file:
        return SiteImage.objects.create(title="A trial", file=ContentFile(file.read(), "trial.jpg"))


def document() -> SiteDocument:
    return SiteDocument.objects.create(title="A trial", file=ContentFile(b"a,b\n1,2\n", "trial.csv"))


def target_page() -> Page:
    page = StandardPage(title="A trial", slug="trial-target", body=[("text", "<p>Words</p>")])
    return page_of("home").add_child(instance=page)


def body_with(thing: Any) -> list[tuple[str, Any]]:
    """Every block that can name it."""
    if isinstance(thing, SiteImage):
        picture = {"image": thing, "caption": "Its caption"}
        return [("picture", picture), ("gallery", {"pictures": [picture, picture]})]
    if isinstance(thing, SiteDocument):
        link = f'<p><a linktype="document" id="{thing.pk}">its words</a></p>'
        return [("document", {"document": thing, "label": ""}), ("text", link)]
    link = f'<p><a linktype="page" id="{thing.pk}">its words</a></p>'
    table = {
        "columns": [{"type": "rich_text", "heading": "Links"}],
        "rows": [{"values": [link]}],
        "caption": "Its table",
    }
    cards = {"title": "Cards", "cards": [{"title": "A card", "text": "", "page": thing}]}
    call = {"title": "A call", "text": "", "label": "Its words", "page": thing, "url": ""}
    accordion = {"items": [{"title": "A part", "text": link}]}
    stream = StandardPage._meta.get_field("body").stream_block
    return [
        ("text", link),
        ("table", stream.child_blocks["table"].to_python(table)),
        ("cards", cards),
        ("call_to_action", call),
        ("accordion", accordion),
    ]


def use(thing: Any) -> list[Page]:
    """A page in English and one in Persian that name it in every block, the picture of the page included."""
    more = {"picture": thing, "picture_alt": "Words"} if isinstance(thing, SiteImage) else {}
    page = StandardPage(title="A user", slug="user", body=body_with(thing), **more)
    page_of("who-we-are").add_child(instance=page)
    page.save_revision().publish()
    twin = page.copy_for_translation(Locale.objects.get(language_code="fa"))
    twin.save_revision().publish()
    return [page, twin]


def delete_address(thing: Any) -> str:
    if isinstance(thing, SiteImage):
        return reverse("wagtailimages:delete", args=[thing.pk])
    if isinstance(thing, SiteDocument):
        return reverse("wagtaildocs:delete", args=[thing.pk])
    if isinstance(thing, Page):
        return reverse("wagtailadmin_pages:delete", args=[thing.pk])
    return reverse(type(thing).snippet_viewset.get_url_name("delete"), args=[quote(thing.pk)])


@pytest.mark.parametrize("make", [upload, document, target_page])
def test_what_blocks_and_texts_use_can_be_deleted(admin_client, client, make):
    thing = make()
    use(thing)
    key, name = thing.pk, str(thing)
    file = thing.file.name if hasattr(thing, "file") else ""
    html = admin_client.get(delete_address(thing)).content.decode()
    assert re.search(r"referenced \d+ times", html), "the admin says where it is used"
    admin_client.post(delete_address(thing))
    assert not type(thing).objects.filter(pk=key).exists()
    for code in ("en", "fa"):
        answer = client.get(f"/{code}/who-we-are/user/")
        assert answer.status_code == 200
        html = answer.content.decode()
        assert "trial-target" not in html
        assert f"/documents/{key}/" not in html
        assert not file or file.rpartition("/")[2] not in html
        for link in re.findall(r'href="(/[^"]*)"', html):
            answer = client.get(link)
            body_of(answer)
            assert answer.status_code < 400, link
    findings = list(LostReferences().found())
    assert {finding.name for finding in findings} == {"A user"}, name
    assert all(finding.url for finding in findings)


@pytest.mark.parametrize("make", [upload, document, target_page])
def test_editors_can_still_open_compare_and_publish_what_used_it(admin_client, make):
    thing = make()
    pages = use(thing)
    admin_client.post(delete_address(thing))
    for page in pages:
        first = page.revisions.order_by("pk").first()
        for name, args in (
            ("edit", [page.pk]),
            ("history", [page.pk]),
            ("usage", [page.pk]),
            ("view_draft", [page.pk]),
            ("revisions_view", [page.pk, first.pk]),
            ("revisions_revert", [page.pk, first.pk]),
            ("revisions_compare", [page.pk, "earliest", "live"]),
            ("copy", [page.pk]),
        ):
            assert admin_client.get(reverse(f"wagtailadmin_pages:{name}", args=args)).status_code == 200, name
        admin_client.post(
            f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'publish'])}?id={page.pk}&next=/admin/"
        )


def test_fields_of_all_kinds(admin_client, client):
    """The landing page, a landmark, a file of a project, the menu."""
    home = HomePage.objects.get(locale__language_code="en")
    picture, file, target = upload(), document(), target_page()
    city = page_of("tabriz").specific
    landmark = city.landmarks.first()
    landmark.picture = picture
    landmark.save()
    project = ProjectPage.objects.filter(locale__language_code="en").first()
    project.documents.create(title="A file", document=file, locale=project.locale)
    menu = SiteNavigation.objects.get(locale__language_code="en")
    menu.footer.append(("page", {"page": target, "label": ""}))
    menu.save_revision().publish()
    for thing in (picture, file, target):
        assert "referenced" in admin_client.get(delete_address(thing)).content.decode()
        admin_client.post(delete_address(thing))
    for address in ("/en/", "/fa/", "/en/members/tabriz/", "/fa/members/tabriz/", project.url):
        assert client.get(address).status_code == 200
    assert "trial-target" not in client.get("/en/").content.decode()
    home.refresh_from_db()


def test_pages_that_the_landing_page_shows(admin_client, client):
    home = HomePage.objects.get(locale__language_code="en")
    for name in ("strategic-plan", "isfahan", "istanbul"):
        page = page_of(name)
        address = delete_address(page)
        answer = admin_client.get(address, follow=True)
        assert "referenced" in answer.content.decode()
        page.delete()
    Page.objects.get(pk=home.showcase_id).delete()
    for code in ("en", "fa"):
        assert client.get(f"/{code}/").status_code == 200


def in_use() -> list[Any]:
    return [
        City.objects.get(name="Tabriz"),
        Source.objects.filter(pk__in=City.objects.filter(figures__isnull=False).values("figures__source")).first(),
        MembershipCategory.objects.filter(cities__isnull=False).first(),
        ForumTitle.objects.filter(holders__isnull=False).first(),
        Theme.objects.filter(cities__isnull=False).first(),
        PlanEdition.objects.filter(pages__isnull=False).first(),
    ]


@pytest.mark.parametrize("number", range(6))
@pytest.mark.parametrize("way", ["alone", "in bulk", "with translations"])
def test_a_record_in_use_stays_and_says_by_what_it_is_used(admin_client, number, way):
    record = in_use()[number]
    assert record is not None
    model = type(record)
    address = delete_address(record)
    if way == "in bulk":
        names = model._meta.app_label, model._meta.model_name
        address = f"{reverse('wagtail_bulk_action', args=[*names, 'delete'])}?id={record.pk}"
    answers = [admin_client.get(address, follow=True), admin_client.post(address, follow=True)]
    for answer in answers:
        assert answer.status_code == 200
        said = " ".join(str(message) for message in answer.context["messages"])
        assert "It is in use, so it stays: " in said or "Readers see it." in said
    assert model.objects.filter(pk=record.pk).exists()


@pytest.fixture
def new_city() -> City:
    old = City.objects.get(name="Tabriz")
    facts = {name: getattr(old, name) for name in ("native_language", "country", "sub_region", "latitude", "longitude")}
    return City.objects.create(name="Newtown", native_name="Newtown", **facts)


@pytest.fixture
def new_source() -> Source:
    return Source.objects.create(name="A new source", locale=Locale.objects.get(language_code="en"))


def draft_with_city(city: City) -> Page:
    page = page_of("semnan").specific
    page.city = city
    page.save_revision(clean=False)
    return page


def draft_with_source(source: Source) -> Page:
    page = ProjectPage.objects.filter(locale__language_code="en").first()
    page.results.add(ProjectResult(label="More", value=1, year=2020, source=source, locale=page.locale))
    page.save_revision(clean=False)
    return page


def test_what_only_a_draft_uses_stays_too(admin_client, new_city, new_source):
    for record, page in ((new_city, draft_with_city(new_city)), (new_source, draft_with_source(new_source))):
        answer = admin_client.post(delete_address(record), follow=True)
        assert f"It is in use, so it stays: {page._meta.verbose_name} “{page}”" in " ".join(
            str(message) for message in answer.context["messages"]
        )
        assert type(record).objects.filter(pk=record.pk).exists()


def test_a_draft_that_names_what_is_gone_all_the_same(admin_client, new_city, new_source):
    """Deleted by a command, or the draft is one of the history."""
    pages = [draft_with_city(new_city), draft_with_source(new_source)]
    new_city.delete()
    new_source.delete()
    partnership = Partnership.objects.filter(locale__language_code="en").first()
    revision = partnership.save_revision()
    revision.content["first"] = 999_999
    revision.save()
    assert partnership.get_latest_revision_as_object().first_id == partnership.first_id
    for page in pages:
        revision = page.revisions.order_by("-pk").first()
        for name, args in (
            ("edit", [page.pk]),
            ("view_draft", [page.pk]),
            ("revisions_revert", [page.pk, revision.pk]),
            ("revisions_compare", [page.pk, "live", revision.pk]),
        ):
            assert admin_client.get(reverse(f"wagtailadmin_pages:{name}", args=args)).status_code == 200, name
        draft = page.get_latest_revision_as_object()
        if isinstance(draft, CityPage):
            assert draft.city.name == "Semnan", "what the page has now"
        else:
            assert "More" not in [row.label for row in draft.results.all()]


def test_a_record_that_nothing_uses_is_deleted(admin_client, new_city, new_source):
    for record in (new_city, new_source):
        admin_client.post(delete_address(record), follow=True)
        assert not type(record).objects.filter(pk=record.pk).exists()
    assert SectionPage.objects.exists()
