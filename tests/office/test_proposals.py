"""From a proposal to the record or to a draft: accepted, returned, and never over what staff have written since."""

import io
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.utils import timezone
from django.utils.translation import gettext, override
from PIL import Image
from wagtail.models import ModelLogEntry, PageLogEntry

from amf_site.mail.models import QueuedMail
from amf_site.public_forms.models import FormMail
from members.models import City, CityFigure, CityPage, NewsPage, ProjectPage
from members.office import mails
from members.office.models import OfficeAddress, Proposal, ProposedChange
from members.office.tending import tend
from pages.models import Source
from tests.office.offices import browser_of, last_mail, link_in, office_of, propose

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return City.objects.get(name="Tehran")


@pytest.fixture
def office(city):
    return browser_of(office_of("Tehran", "office@tehran.example"))


def facts_of(city: City, **others: str) -> dict[str, str]:
    names = ("native_name", "other_names", "official_site", "email", "telephone", "time_zone")
    return {name: getattr(city, name) for name in names} | others


def decide(editor, change: ProposedChange, decision: str = "accept", word: str = ""):
    path = f"/admin/proposals/{change.proposal_id}/"
    return editor.post(path, {"change": change.pk, "decision": decision, "word": word})


def test_facts_are_proposed_one_by_one_and_written_when_accepted(office, editor, city):
    said = facts_of(city, telephone="+98 21 5555 0000", email="new@tehran.example")
    answer = propose(office, "facts", **said)
    assert answer.status_code == 303
    assert {change.field for change in ProposedChange.objects.all()} == {"telephone", "email"}
    assert propose(office, "facts", **facts_of(city)).status_code == 422
    telephone, email = (ProposedChange.objects.get(field=name) for name in ("telephone", "email"))
    page = editor.get(f"/admin/proposals/{telephone.proposal_id}/").content.decode()
    assert "+98 21 5555 0000" in page
    before = city.latest_revision_id
    assert decide(editor, telephone).status_code == 302
    assert decide(editor, email, "return").status_code == 200  # without a word
    assert decide(editor, email, "return", "We keep the old one.").status_code == 302
    old = city.email
    city.refresh_from_db()
    assert (city.telephone, city.email, city.checked_on) == ("+98 21 5555 0000", old, timezone.localdate())
    assert city.checked_by.username == "editor"
    assert city.latest_revision_id != before
    assert city.latest_revision.content["telephone"] == "+98 21 5555 0000"
    assert ModelLogEntry.objects.filter(action="office.accept").count() == 1
    assert ModelLogEntry.objects.filter(action="wagtail.edit", object_id=str(city.pk)).exists()
    mail = FormMail.objects.get(kind="reply")
    assert "We keep the old one." in mail.words
    assert "Returned" in office.get(answer.headers["Location"]).content.decode()


def test_a_newer_edit_of_staff_is_shown_and_never_overwritten(office, editor, city):
    propose(office, "facts", **facts_of(city, telephone="+98 21 5555 0000"))
    City.objects.filter(pk=city.pk).update(telephone="+98 21 7777 0000")
    change = ProposedChange.objects.get()
    assert "+98 21 7777 0000" in editor.get(f"/admin/proposals/{change.proposal_id}/").content.decode()
    assert decide(editor, change).status_code == 200
    city.refresh_from_db()
    change.refresh_from_db()
    assert (city.telephone, change.state) == ("+98 21 7777 0000", "waiting")
    assert decide(editor, change, "by_hand").status_code == 302
    city.refresh_from_db()
    assert city.telephone == "+98 21 7777 0000"
    assert decide(editor, change, "return", "x").status_code == 200  # decided already


def test_a_figure_needs_year_and_source_and_becomes_one(office, editor, city):
    said = {"kind": "population", "extent": "city", "value": "۹٬۱۰۰٬۰۰۰", "year": "۲۰۲۴"}
    assert propose(office, "figures", **said, source="", url="").status_code == 422
    assert propose(office, "figures", **said, source="Census 2024", url="").status_code == 303
    change = ProposedChange.objects.get()
    assert decide(editor, change).status_code == 302
    figure = CityFigure.objects.filter(city=city, kind="population", extent="city").order_by("-year").first()
    assert (figure.number, figure.year, figure.source.name) == (9_100_000, 2024, "Census 2024")
    assert figure.source.live


def population(office, number: str, source: str, year: str = "2024") -> ProposedChange:
    said = {"kind": "population", "extent": "city", "value": number, "year": year, "source": source, "url": ""}
    assert propose(office, "figures", **said).status_code == 303
    return ProposedChange.objects.order_by("-pk")[0]


def figures(city: City) -> list[tuple]:
    rows = CityFigure.objects.filter(city=city, kind="population", extent="city")
    return [(row.number, row.year, row.source.name) for row in rows]


def test_of_two_proposals_for_one_figure_the_second_does_not_replace_the_first(office, editor, city):
    first, second = population(office, "9100000", "Census 2024"), population(office, "9200000", "Estimate 2024")
    assert decide(editor, first).status_code == 302
    shown = editor.get(f"/admin/proposals/{second.proposal_id}/").content.decode()
    assert "9,100,000" in shown
    assert "Census 2024" in shown
    assert f'href="/admin/snippets/members/city/edit/{city.pk}/"' in shown
    assert decide(editor, second).status_code == 200
    second.refresh_from_db()
    assert second.state == "waiting"
    assert figures(city) == [(9_100_000, 2024, "Census 2024")]
    assert decide(editor, second, "return", "The census is the better source.").status_code == 302
    assert figures(city) == [(9_100_000, 2024, "Census 2024")]


@pytest.mark.parametrize("change", [{"number": 8_000_000}, {"year": 2020}, {"note": "x"}, None])
def test_a_figure_that_staff_have_changed_since_stays(office, editor, city, change):
    proposed = population(office, "9100000", "Census 2024")
    rows = CityFigure.objects.filter(city=city, kind="population", extent="city")
    assert rows.count() == 1
    if change is None:
        rows.delete()
    elif "note" in change:
        other = rows.get()
        CityFigure.objects.filter(pk=other.pk).update(source=Source.objects.exclude(pk=other.source_id)[0])
    else:
        rows.update(**{"value" if name == "number" else name: value for name, value in change.items()})
    before = figures(city)
    assert decide(editor, proposed).status_code == 200
    assert figures(city) == before
    proposed.refresh_from_db()
    assert proposed.state == "waiting"


@pytest.mark.parametrize("name", ["native_name", "other_names", "official_site", "email", "telephone", "time_zone"])
def test_a_fact_that_staff_have_changed_since_stays(office, editor, city, name):
    values = {"email": "new@tehran.example", "official_site": "https://new.example/", "time_zone": "Asia/Tokyo"}
    new = values.get(name, "+98 21 1234567")
    assert propose(office, "facts", **facts_of(city, **{name: new})).status_code == 303
    change = ProposedChange.objects.get()
    City.objects.filter(pk=city.pk).update(**{name: "by staff"})
    assert "by staff" in editor.get(f"/admin/proposals/{change.proposal_id}/").content.decode()
    assert decide(editor, change).status_code == 200
    city.refresh_from_db()
    assert getattr(city, name) == "by staff"


def test_a_record_that_became_unwritable_is_refused_in_words(office, editor, city):
    """The time zone was right when it was proposed; the record is examined again when it is written."""
    assert propose(office, "facts", **facts_of(city, telephone="+98 21 5555 0000")).status_code == 303
    change = ProposedChange.objects.get()
    ProposedChange.objects.update(new="x" * 500)
    assert decide(editor, change).status_code == 200
    city.refresh_from_db()
    assert city.telephone != "x" * 500
    change.refresh_from_db()
    assert change.state == "waiting"


def test_words_become_a_draft_and_nothing_is_published(office, editor, city):
    page = CityPage.objects.get(city=city, locale__language_code="en")
    live = page.story
    shown = office.get("/en/office/words/en/").content.decode()
    assert "<textarea" in shown
    said = {"summary": page.summary, "story": "One.\n\nTwo <b>&.", "offers": "", "seeks": "", "contact": page.contact}
    assert propose(office, "words/en", **said).status_code == 303
    change = ProposedChange.objects.get(field="story")
    assert decide(editor, change).status_code == 302
    page.refresh_from_db()
    assert page.story == live
    assert page.has_unpublished_changes
    draft = page.get_latest_revision_as_object()
    assert draft.story == "<p>One.</p><p>Two &lt;b&gt;&amp;.</p>"
    assert PageLogEntry.objects.filter(page=page, action="wagtail.edit", user__username="editor").exists()
    draft.story = "<p>Staff.</p>"
    draft.save_revision()
    assert propose(office, "words/en", **(said | {"story": "Three."})).status_code == 303
    draft.story = "<p>Staff again.</p>"
    draft.save_revision()
    newer = ProposedChange.objects.get(field="story", state="waiting")
    assert decide(editor, newer).status_code == 200
    now = CityPage.objects.get(pk=page.pk)
    assert now.get_latest_revision_as_object().story == "<p>Staff again.</p>"
    assert now.story == live


def picture(kind: str = "PNG", size: tuple[int, int] = (1800, 900)) -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", size, "teal").save(file, kind)
    file.name = "view.png"
    file.seek(0)
    return file


def test_a_picture_is_examined_and_comes_into_the_draft(office, editor, city):
    said = {"alt": "The tower at dusk", "credit": "City of Tehran, CC BY 4.0"}
    broken = io.BytesIO(b"GIF89a<script>")
    broken.name = "view.png"
    assert propose(office, "picture", **said, rights="on", picture=broken).status_code == 422
    assert propose(office, "picture", **said, picture=picture()).status_code == 422  # without the rights
    assert propose(office, "picture", **said, rights="on", picture=picture()).status_code == 303
    change = ProposedChange.objects.get()
    shown = editor.get(f"/admin/proposals/picture/{change.pk}/")
    assert b"".join(shown.streaming_content)
    assert office.get(f"/media/{change.file.name}").status_code == 404
    assert decide(editor, change).status_code == 302
    page = CityPage.objects.get(city=city, locale__language_code="en")
    draft = page.get_latest_revision_as_object()
    assert draft.picture.credit == said["credit"]
    assert draft.picture_alt == said["alt"]
    assert page.picture_id != draft.picture_id


def test_news_and_projects_become_drafts(office, editor, city):
    propose(office, "news", title="A new line", text="It opens.", url="https://tehran.example/line")
    propose(office, "project", title="Rain gardens", challenge="Floods", response="Gardens", outcome="", url="")
    for change in ProposedChange.objects.all():
        assert decide(editor, change).status_code == 302, change
    article, project = NewsPage.objects.get(title="A new line"), ProjectPage.objects.get(title="Rain gardens")
    assert not article.live
    assert not project.live
    assert project.city == city
    assert "It opens." in str(article.get_latest_revision_as_object().body)


def test_the_same_form_twice_is_one_proposal(office, city):
    from tests.office.offices import opened

    said = {**facts_of(city, telephone="+98 21 5555 0000"), "opened": opened("office-facts")}
    first, second = propose(office, "facts", **said), propose(office, "facts", **said)
    assert first.headers["Location"] == second.headers["Location"]
    assert Proposal.objects.count() == ProposedChange.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("facts", {"native_name": "\u200b", "telephone": "12"}),
        ("facts", {"native_name": "a\nb"}),
        ("figures", {"kind": "population", "extent": "city", "value": "many", "year": "1402", "source": "x"}),
        ("figures", {"kind": "no", "extent": "no", "value": "-1", "year": "99999999999", "source": "x"}),
        ("news", {"title": "x", "text": "y", "url": "javascript:alert(1)"}),
        ("project", {"title": "x" * 300}),
        ("picture", {}),
    ],
)
def test_bad_input_is_refused_in_words_and_kept(office, name, words):
    answer = propose(office, name, **words)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not Proposal.objects.exists()


def test_staff_invite_and_end_on_the_citys_record(editor, city):
    path = f"/admin/city-offices/{city.pk}/"
    assert path in editor.get(f"/admin/snippets/members/city/edit/{city.pk}/").content.decode()
    assert editor.post(path, {"email": "mayor@tehran.example", "language": "fa"}).status_code == 302
    address = OfficeAddress.objects.get()
    assert (address.city, address.invited_by.username) == (city, "editor")
    assert link_in(last_mail())[0] == "/fa/office/enter/"
    assert editor.post(path, {"email": "Mayor@tehran.example", "language": "fa"}).status_code == 200
    client = browser_of(address)
    assert client.get("/fa/office/facts/").status_code == 200
    assert editor.post(path, {"end": address.pk}).status_code == 302
    assert client.get("/fa/office/facts/").status_code == 403
    assert editor.post(path, {"end": "9" * 30}).status_code == 404
    entries = ModelLogEntry.objects.filter(action__startswith="office.")
    assert {entry.action for entry in entries} == {"office.invite", "office.end"}
    assert not any("mayor@" in str(entry.data) for entry in entries)


def test_an_office_is_reminded_once_a_year(city):
    address = office_of("Tehran")
    City.objects.filter(pk=city.pk).update(checked_on=timezone.localdate() - timedelta(days=366))
    assert tend() == 0  # just invited
    OfficeAddress.objects.update(invited_at=timezone.now() - timedelta(days=40))
    assert tend() == 1
    assert last_mail()["To"] == address.email
    assert tend() == 0
    City.objects.filter(pk=city.pk).update(checked_on=timezone.localdate())
    OfficeAddress.objects.update(reminded_on=None)
    assert tend() == 0


@pytest.fixture
def unchecked(city) -> list[OfficeAddress]:
    """Three open offices of a city that nobody has checked, and one that is ended."""
    City.objects.filter(pk=city.pk).update(checked_on=None)
    found = [office_of("Tehran", f"{code}@tehran.example", code) for code in ("fa", "tr", "en", "ja")]
    OfficeAddress.objects.update(invited_at=timezone.now() - timedelta(days=400))
    OfficeAddress.objects.filter(pk=found[3].pk).update(ended_at=timezone.now() - timedelta(days=1))
    return found


def reminders() -> dict[str, str]:
    found = [message_from_bytes(bytes(row.content), policy=policy.default) for row in QueuedMail.objects.all()]
    return {mail["To"]: mail["Subject"].strip() for mail in found}


def test_each_office_is_reminded_in_its_language(unchecked):
    assert tend() == 3
    found = reminders()
    assert set(found) == {"fa@tehran.example", "tr@tehran.example", "en@tehran.example"}
    for address in unchecked[:3]:
        with override(address.language):
            assert found[address.email] == gettext("Is the page of %(city)s still right?") % {
                "city": mails.local_name(address)
            }
    OfficeAddress.objects.update(reminded_on=timezone.localdate() - timedelta(days=364))
    assert tend() == 0
    OfficeAddress.objects.update(reminded_on=timezone.localdate() - timedelta(days=367))
    assert tend() == 3


def test_a_reminder_that_is_interrupted_is_made_up_for_and_none_is_doubled(unchecked, monkeypatch):
    class KilledError(Exception):
        pass

    made = []
    real = mails.remind

    def dies_after_the_second(address: OfficeAddress) -> None:
        real(address)
        made.append(address)
        if len(made) == 2:
            raise KilledError

    monkeypatch.setattr(mails, "remind", dies_after_the_second)
    with pytest.raises(KilledError):
        tend()
    assert len(reminders()) == 1
    monkeypatch.setattr(mails, "remind", real)
    assert tend() == 2
    assert len(reminders()) == QueuedMail.objects.count() == 3
