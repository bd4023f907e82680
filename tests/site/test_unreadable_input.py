"""Whatever is sent, wherever it stands: an answer in words, never 500, on SQLite as on PostgreSQL."""

import json
from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.contrib.auth import get_user_model
from django.db import DataError, connection, transaction
from django.test import Client, RequestFactory
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from wagtail.models import Locale, Page, PageViewRestriction
from wagtail_localize.models import Translation

from amf_site.demo.builders import page_of
from amf_site.middleware import RefuseUnreadable
from amf_site.storable import MESSAGE
from amf_site.translation.workflow.submission import submit
from members.models import City
from pages.models import SectionPage, StandardPage
from tests.hostile import SIGNS, answered, encoded, undone

pytestmark = pytest.mark.django_db

TEXTS = st.one_of(
    st.text(st.sampled_from(SIGNS), min_size=1, max_size=12),
    st.text(min_size=1, max_size=30),
    st.sampled_from(
        ["\0", "\ud800", "%00", "%ed%a0%80", "\\u0000", "..", "a" * 3000, "ا" * 700, "\0" * 50, "0" * 400, "-1"]
    ),
    st.integers(-(10**30), 10**30).map(str),
)
BYTES = st.one_of(st.binary(min_size=1, max_size=30), TEXTS.map(lambda text: text.encode(errors="surrogatepass")))
#: The same examples on every machine; no clock decides.
bounded = settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

PATHS = [
    "/{}",
    "/{}/",
    "/en/{}/",
    "/fa/{}/{}/",
    "/fa/members/{}/",
    "/en/members/tabriz/{}/",
    "/en/members/data/{}/json/",
    "/en/members/data/members/{}/",
    "/en/who-we-are/strategic-plan/{}/",
    "/en/_util/authenticate_with_password/{}/1/",
    "/documents/{}/plan.pdf",
    "/documents/1/{}",
    "/media/images/{}",
    "/media/document_covers/{}",
    "/static/{}",
    "/-/{}",
    "/admin/{}/",
    "/admin/pages/{}/",
    "/admin/pages/{}/edit/",
]
QUERIES = [
    "/?{}",
    "/en/?page={}",
    "/en/search/?q={}",
    "/fa/search/?q=a&page={}",
    "/en/members/?q={}",
    "/fa/members/?region={}&country={}&theme={}&membership={}&page={}",
    "/en/members/projects/?theme={}&city={}&page={}",
    "/fa/members/data/members/json/?{}",
    "/en/events/?kind={}&year={}&city={}&page={}",
    "/fa/events/ics/?{}",
    "/en/nowhere/?{}",
    "/en/_util/login/?next={}",
    "/admin/login/?next={}",
    "/sitemap.xml?{}",
    "/sitemap-en.xml?p={}",
]
HEADERS = [
    *("accept-language", "user-agent", "referer", "cookie", "if-none-match", "if-modified-since", "range", "if-range"),
    *("x-forwarded-for", "x-requested-with", "origin", "accept", "content-type", "authorization"),
]


@pytest.fixture(scope="module")
def anyone() -> Client:
    return Client()


@pytest.mark.parametrize("path", PATHS)
@bounded
@given(data=st.data())
def test_paths(path, anyone, data):
    parts = [quote(data.draw(BYTES), safe="") for _ in range(path.count("{}"))]
    with undone():
        assert answered(anyone.get(path.format(*parts)))


@pytest.mark.parametrize("query", QUERIES)
@bounded
@given(data=st.data())
def test_queries(query, anyone, data):
    parts = [quote(data.draw(BYTES), safe="") for _ in range(query.count("{}"))]
    with undone():
        assert answered(anyone.get(query.format(*parts)))


@pytest.mark.parametrize(
    "address", ["/en/", "/en/members/tabriz/download/", "/fa/search/?q=a", "/fa/nowhere/", "/admin/login/"]
)
@bounded
@given(name=st.sampled_from(HEADERS), value=BYTES)
def test_headers(address, anyone, name, value):
    """As a server gives them to the application: bytes, each a letter."""
    with undone():
        assert answered(anyone.get(address, headers={name: value.decode("latin-1")}))


@bounded
@given(value=TEXTS, name=st.sampled_from(["sessionid", "csrftoken", "messages", "django_language", "x"]))
def test_cookies(anyone, value, name):
    r"""Also quoted, where ``\000`` is NUL."""
    octal = "".join(f"\\{byte:03o}" for byte in value.encode(errors="surrogatepass")[:200])
    for header in (f'{name}="{octal}"', f"{name}={value}".encode(errors="surrogatepass").decode("latin-1")):
        for address in ("/en/", "/fa/members/", "/admin/"):
            with undone():
                assert answered(anyone.get(address, headers={"cookie": header}))


KINDS = ["application/json", "multipart/form-data", "text/plain", "multipart/form-data; boundary=x"]
FORMS: dict[str, Callable[[], tuple[str, dict[str, str]]]] = {
    "sign in": lambda: ("/fa/_util/login/", {"username": "{}", "password": "{}", "next": "{}"}),
    "admin": lambda: ("/admin/login/", {"username": "{}", "password": "{}", "next": "{}"}),
    "reset": lambda: ("/admin/password_reset/", {"email": "{}"}),
    "language": lambda: ("/en/search/", {"q": "{}"}),
    "password": lambda: (
        reverse("wagtailcore_authenticate_with_password", args=[restriction().pk, page_of("about").pk]),
        {"password": "{}", "return_url": "{}"},
    ),
}


def restriction() -> PageViewRestriction:
    return PageViewRestriction.objects.get_or_create(
        page=page_of("about"), restriction_type=PageViewRestriction.PASSWORD, password="open sesame"
    )[0]


@pytest.mark.parametrize("name", FORMS)
@bounded
@given(data=st.data())
def test_forms_of_readers(name, anyone, data):
    with undone():
        address, fields = FORMS[name]()
        # Percent-encoded by hand: Django's client would refuse what no browser can encode.
        filled = {key: value.format(quote(data.draw(BYTES))) for key, value in fields.items()}
        body = "&".join(f"{key}={value}" for key, value in filled.items())
        form = "application/x-www-form-urlencoded"
        assert answered(anyone.post(address, body, content_type=form, headers={"x-forwarded-for": "192.0.2.7"}))


@bounded
@given(
    body=BYTES,
    kind=st.sampled_from(["application/json", "multipart/form-data", "text/plain", "multipart/form-data; boundary=x"]),
)
def test_bodies(anyone, body, kind):
    for address in ("/en/_util/login/", "/admin/login/", "/en/members/"):
        with undone():
            assert answered(anyone.post(address, body, content_type=kind))


def rich_text(text: str) -> str:
    """What Draftail sends: JSON, in which a browser may write any sign by its number."""
    block = {"key": "a", "text": text, "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}
    return json.dumps({"blocks": [block], "entityMap": {}})


def page_form(**values: str) -> dict[str, str]:
    forms = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": ""}
    body = {"body-count": "1", "body-0-type": "text", "body-0-order": "0", "body-0-id": "", "body-0-deleted": ""}
    own = {"title": "A trial", "slug": "trial", "summary": "", "picture_alt": "", "body-0-value": rich_text("Words")}
    return {**{f"comments-{name}": value for name, value in forms.items()}, **body, **own, **values}


ADMIN: dict[str, Callable[[str], tuple[str, dict[str, str]]]] = {
    "title": lambda text: (new_page(), page_form(title=text)),
    "slug": lambda text: (new_page(), page_form(slug=text)),
    "summary": lambda text: (new_page(), page_form(summary=text)),
    "rich text": lambda text: (new_page(), page_form(**{"body-0-value": rich_text(text)})),
    "rich text as it comes": lambda text: (new_page(), page_form(**{"body-0-value": text})),
    "block": lambda text: (new_page(), page_form(**{"body-0-type": text, "body-0-id": text})),
    "count": lambda text: (new_page(), page_form(**{"body-count": text})),
    "copy": lambda text: (
        reverse("wagtailadmin_pages:copy", args=[page_of("about").pk]),
        {"new_title": text, "new_slug": text, "new_parent_page": str(page_of("home").pk)},
    ),
    "redirect": lambda text: (reverse("wagtailredirects:add"), {"old_path": text, "redirect_link": text, "site": text}),
    "city": lambda text: (
        reverse(City.snippet_viewset.get_url_name("add")),
        {"name": text, "native_name": text, "other_names": text, "latitude": text, "country": text},
    ),
    "privacy": lambda text: (
        reverse("wagtailadmin_pages:set_privacy", args=[page_of("about").pk]),
        {"restriction_type": "password", "password": text},
    ),
    "move": lambda text: (reverse("wagtailadmin_pages:move", args=[page_of("about").pk]), {"new_parent_page": text}),
}


def new_page() -> str:
    return reverse("wagtailadmin_pages:add", args=["pages", "standardpage", page_of("home").pk])


@pytest.mark.parametrize("name", ADMIN)
@bounded
@given(text=TEXTS)
def test_forms_of_the_admin(name, admin_client, text):
    with undone():
        address, fields = ADMIN[name](text)
        form = "application/x-www-form-urlencoded"
        assert answered(admin_client.post(address, encoded(fields), content_type=form))


@pytest.mark.parametrize("text", ["a\0b", "half \ud83d of a sign"])
@pytest.mark.parametrize("field", ["rich text", "title"])
def test_the_form_says_what_cannot_be_stored_and_keeps_the_rest(admin_client, field, text):
    if field == "title" and "\ud83d" in text:
        pytest.skip("a field of a form is sent as UTF-8, which has no halves")
    address, fields = ADMIN[field](text)
    answer = admin_client.post(address, encoded(fields), content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200
    assert str(MESSAGE) in answer.content.decode()
    assert 'value="trial"' in answer.content.decode()
    assert not Page.objects.filter(slug="trial").exists()


@pytest.fixture
def translation_of_about(db) -> Translation:
    return submit(page_of("about").specific, Locale.objects.get(language_code="fa"), None)


@bounded
@given(text=TEXTS)
def test_what_the_editor_of_translations_sends(admin_client, translation_of_about, text):
    segment = translation_of_about.source.stringsegment_set.first()
    for name, body in (
        ("segment", {"action": "keep", "words": text, "version": text}),
        ("check", {"words": text}),
        ("comment", {"text": text}),
    ):
        address = reverse(f"translation:{name}", args=[translation_of_about.pk, segment.pk])
        with undone():
            assert answered(admin_client.post(address, json.dumps(body), content_type="application/json"))


@pytest.mark.parametrize("text", ["\0", "\ud800", "a\0", "\udfff\ud800"])
def test_no_code_stores_or_looks_for_it(text):
    """The same on both databases: SQLite alone would take NUL."""
    for ask in (
        lambda: Page.objects.filter(slug=text).exists(),
        lambda: page_of("home").add_child(instance=SectionPage(title=text, slug="a-trial", live=False)),
        lambda: StandardPage.objects.filter(pk=page_of("about").pk).update(summary=text),
        lambda: City.objects.bulk_create([City(name=text, latitude=0, longitude=0)]),
    ):
        with pytest.raises(DataError), transaction.atomic():
            ask()


@pytest.mark.parametrize(
    "error", [DataError("value too long"), UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates")]
)
def test_what_a_database_refuses_is_answered_in_words(error):
    answer = RefuseUnreadable(lambda request: None).process_exception(RequestFactory().get("/"), error)
    assert answer is not None
    assert answer.status_code == 400
    assert "not understood" in answer.content.decode()


def test_a_value_that_is_too_long_for_its_column_is_no_fault_of_ours(admin_client):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no longest value")
    with pytest.raises(DataError), transaction.atomic():
        get_user_model().objects.create(username="a" * 1000)


def test_a_form_with_parts_left_out_or_made_up(admin_client):
    for changed in ({"body-count": "2"}, {"body-count": "many"}, {"body-0-value": "0"}, {"comments-TOTAL_FORMS": "x"}):
        with undone():
            assert answered(admin_client.post(new_page(), page_form(**changed)))


def test_other_faults_stay_faults():
    assert (
        RefuseUnreadable(lambda request: None).process_exception(RequestFactory().get("/"), ValueError("a bug")) is None
    )
