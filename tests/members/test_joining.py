"""A city applies: a draft in between, a file, a receipt; and what the secretariat makes of it."""

import re
from email import message_from_bytes, policy
from io import BytesIO

import pikepdf
import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils.translation import override
from wagtail.models import Locale

from amf_site.demo.builders import page_of
from amf_site.demo.translations import make_public
from amf_site.mail.delivery import deliver_due
from amf_site.mail.models import QueuedMail
from amf_site.public_forms.models import FormMail, Message
from members.models import Application, ApplicationDraft, Attachment, City, CityPage
from tests import gates
from tests.members.joining import APPLY, fill_in, pdf, post, secret_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _secretariat(settings, tmp_path):
    settings.CONTACT_EMAIL, settings.PROXY_COUNT = "secretariat@example.org", 1
    settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"


def mails() -> list:
    return [message_from_bytes(bytes(row.content), policy=policy.default) for row in QueuedMail.objects.order_by("pk")]


def text_of(mail) -> str:
    return mail.get_body(("plain",)).get_content()


def is_personal(answer) -> bool:
    wanted = {"Cache-Control": "no-store", "Referrer-Policy": "strict-origin", "X-Robots-Tag": "noindex"}
    return all(answer.headers.get(name) == value for name, value in wanted.items())


def open_turkish() -> None:
    locale = Locale.objects.get_or_create(language_code="tr")[0]
    for name in ("home", "join", "apply"):
        copy = page_of(name).specific.copy_for_translation(locale)
        copy.save_revision().publish()
    make_public(["tr"])


def sent_application(client: Client, **changes) -> Application:
    secret = secret_in(fill_in(client, code="en", **changes))
    assert post(client, "review", secret, code="en").status_code == 303
    return Application.objects.get()


@pytest.mark.parametrize("code", ["en", "fa"])
def test_the_pages_are_everybodys(client, code):
    about = client.get(f"/{code}/join/")
    assert about.status_code == 200
    assert f"/{code}/join/apply/" in about.content.decode()
    form = client.get(APPLY.format(code))
    assert form.status_code == 200
    assert "public" in form.headers["Cache-Control"]
    assert not form.cookies
    assert 'enctype="multipart/form-data"' in form.content.decode()


def test_a_city_applies_in_turkish_with_a_draft_in_between_and_a_pdf(client):
    open_turkish()
    left = fill_in(client, leave=True, language="tr", reasons="", email="ayse@example.org", attachments=[pdf()])
    assert left.status_code == 303
    assert is_personal(left)
    secret = secret_in(left)
    draft = ApplicationDraft.objects.get()
    assert secret not in draft.key + draft.fingerprint + str(draft.answers)
    assert (draft.attachments.get().name, draft.answers["native_name"]) == ("karar.pdf", "İzmir")

    saved = client.get(left.headers["Location"])
    assert is_personal(saved)
    with override("tr"):
        assert "Taslağınız kaydedildi" in saved.content.decode()
    address = f"{APPLY.format('tr')}?draft={secret}"
    assert address in saved.content.decode()
    assert post(client, "saved", secret).status_code == 303
    (mail,) = mails()
    assert (mail["To"], address in text_of(mail)) == ("ayse@example.org", True)
    assert not FormMail.objects.exists()

    again = client.get(address)
    assert is_personal(again)
    assert 'value="İzmir"' in again.content.decode()
    assert "karar.pdf" in again.content.decode()
    onward = fill_in(client, draft=secret, language="tr")
    assert onward.status_code == 303
    review = client.get(onward.headers["Location"])
    assert is_personal(review)
    assert "Şehrimiz öğrenmek istiyor." in review.content.decode()
    assert "&lt;b&gt;işaret&lt;/b&gt;" in review.content.decode()
    assert not Application.objects.exists()

    sent = post(client, "review", secret)
    application = Application.objects.get()
    assert sent.status_code == 303
    assert (application.state, application.language, application.reference) == ("received", "tr", draft.reference)
    assert not ApplicationDraft.objects.exists()
    assert application.attachments.get().name == "karar.pdf"
    receipt = client.get(sent.headers["Location"])
    assert is_personal(receipt)
    assert application.reference in receipt.content.decode()
    assert not any(word in receipt.content.decode() for word in (application.email, application.contact_name))
    file = client.get(sent.headers["Location"].replace("received/", "received/pdf/"))
    assert is_personal(file)
    with pikepdf.open(BytesIO(file.content)) as read:
        assert len(read.pages) == 1
    _link, notice, confirmation = mails()
    assert notice["To"] == "secretariat@example.org"
    assert confirmation["To"] == "ayse@example.org"
    assert application.reference in confirmation["Subject"]
    assert "Sekretarya" in text_of(confirmation) or "sekretarya" in text_of(confirmation)


def test_a_form_with_errors_keeps_what_was_typed_and_the_files(client):
    answer = fill_in(client, code="en", name="", email="no address", attachments=[pdf("letter.pdf")])
    assert answer.status_code == 422
    assert is_personal(answer)
    text = answer.content.decode()
    assert 'value="no address"' in text
    assert "letter.pdf" in text
    secret = secret_in(answer)
    assert fill_in(client, code="en", draft=secret).status_code == 303
    assert ApplicationDraft.objects.get().attachments.count() == 1
    kept = Attachment.objects.get()
    assert fill_in(client, code="en", draft=secret, remove=str(kept.pk)).status_code == 303
    assert not Attachment.objects.exists()


def test_the_review_of_an_incomplete_draft_says_what_is_missing(client):
    secret = secret_in(fill_in(client, code="en", leave=True, reasons="", contact_name=""))
    review = client.get(f"{APPLY.format('en')}review/?draft={secret}")
    assert review.status_code == 303
    text = client.get(review.headers["Location"]).content.decode()
    assert 'id="errors"' in text
    assert re.findall(r'<li><a href="#(\w+)">', text) == ["id_contact_name", "id_reasons"]
    assert "within a few seconds" not in text
    # Whoever only comes back is not received with errors.
    assert 'id="errors"' not in client.get(f"{APPLY.format('en')}?draft={secret}").content.decode()


def test_files_that_are_not_kept_beyond_the_limit_are_asked_for_again(client):
    for number in range(10):
        assert fill_in(Client(), code="en", leave=True, name=f"City {number}").status_code == 303
    refused = fill_in(client, code="en", attachments=[pdf("letter.pdf")])
    assert refused.status_code == 429
    assert "The files were not kept." in refused.content.decode()
    assert "The files were not kept." not in fill_in(client, code="en").content.decode()


def test_sent_twice_is_one_application(client):
    secret = secret_in(fill_in(client, code="en"))
    first, second = (post(client, "review", secret, code="en") for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Application.objects.count() == 1
    assert len(mails()) == 2
    used = client.get(f"{APPLY.format('en')}?draft={secret}")
    assert used.status_code == 410
    assert "This application has been sent" in used.content.decode()
    assert is_personal(used)


def test_the_secretariat_makes_the_city_once(client, editor):
    application = sent_application(Client(), attachments=[pdf()])
    edit = Application.admin_url("edit", application.pk)
    make = Application.admin_url("make_city", application.pk)
    listed = editor.get(Application.admin_url("list"), {"state": "received"})
    assert application.reference in listed.content.decode()
    assert "Dış ilişkiler" in editor.get(edit).content.decode()
    editor.post(make)
    assert not City.objects.filter(name="Izmir").exists()
    decided = editor.post(
        edit,
        {"state": "accepted", "decision": "Board, 1 December", "notes": "", "assigned_to": "", "name": "Izmir"}
        | {"sub_region": "145", "latitude": "38.4192", "longitude": "27.1287"},
    )
    assert decided.status_code == 302
    for _ in range(2):
        assert editor.post(make).status_code == 302
    city = City.objects.get(name="Izmir")
    (profile,) = CityPage.objects.filter(city=city)
    assert (profile.live, profile.locale.language_code, profile.slug) == (False, "en", "izmir")
    assert "Körfez temizliği." in profile.offers
    assert "&lt;b&gt;" in profile.offers
    assert client.get("/en/members/izmir/").status_code == 404
    application.refresh_from_db()
    assert (application.city, application.decided_at is not None) == (city, True)


def test_a_city_that_is_known_already_keeps_its_record(editor):
    known = City.objects.get(name="Tehran")
    application = sent_application(Client(), name="tehran", country=known.country)
    Application.objects.update(state="accepted", latitude=1, longitude=2, sub_region="034")
    answer = editor.post(Application.admin_url("make_city", application.pk), follow=True)
    assert "The city has its record already" in answer.content.decode()
    application.refresh_from_db()
    assert application.city == known
    assert City.objects.get(pk=known.pk).latitude == known.latitude
    assert CityPage.objects.filter(city=known, locale__language_code="en").count() == 1


def test_a_city_of_another_country_does_not_get_the_application(editor):
    application = sent_application(Client(), name="Tehran", country="TR")
    Application.objects.update(state="accepted", latitude=1, longitude=2, sub_region="145")
    answer = editor.post(Application.admin_url("make_city", application.pk), follow=True)
    assert "already exists" in answer.content.decode()
    application.refresh_from_db()
    assert application.city is None


def test_the_list_has_the_number_of_each_state(editor):
    first = sent_application(Client())
    Application.objects.update(state="declined")
    secret = secret_in(fill_in(Client(), code="en", name="Adana"))
    post(Client(), "review", secret, code="en")
    url = Application.admin_url("list")
    text = editor.get(url).content.decode()
    states = dict(re.findall(r'<li><a href="[^"?]*\??([^"]*)">[^<]* <b>(\d)</b>', text))
    assert states == {
        "": "2",
        **{f"state={state}": "0" for state in ("in_review", "accepted", "withdrawn")},
        **{f"state={state}": "1" for state in ("received", "declined")},
    }
    declined = editor.get(url, {"state": "declined"}).content.decode()
    assert first.reference in declined
    assert "Adana" not in declined


@pytest.mark.parametrize(
    ("state", "code", "words"),
    [
        ("accepted", "fa", "پذیرفته است"),
        ("declined", "fa", "نپذیرفته است"),
        ("withdrawn", "en", "has been withdrawn"),
        ("in_review", "en", "has reached the secretariat"),
    ],
)
def test_the_decision_is_written_to_the_city_in_its_language_and_sent_again(editor, settings, state, code, words):
    application = sent_application(Client(), language=code)
    Application.objects.update(state=state, notes="internal", decision="Board")
    url = Application.admin_url("letter", application.pk)
    page = editor.get(url)
    begun = page.context["form"].initial["text"]
    assert words in begun
    assert f'lang="{code}"' in page.content.decode()
    assert not any(word in begun for word in ("internal", "Board"))
    assert editor.post(url, {"text": " "}).status_code == 200
    assert editor.post(url, {"text": begun.replace("…", "İzmir & <b>")}).status_code == 302
    mail = FormMail.objects.get(kind="reply")
    assert (mail.recipient, mail.state, mail.author) == ("ayse@example.org", "waiting", page.wsgi_request.user)
    with gates.mail_server() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        deliver_due()
        assert "Sent" in editor.get(Application.admin_url("edit", application.pk)).content.decode()
        assert editor.post(Application.admin_url("again", mail.pk)).status_code == 302
        deliver_due()
        letters = [message_from_bytes(content, policy=policy.default) for _to, content in server.letters[-2:]]
    assert len(letters) == 2
    for letter in letters:
        assert application.reference in letter["Subject"]
        assert words in text_of(letter)
        assert "İzmir & <b>" in text_of(letter)
        assert "Auto-Submitted" not in letter
    assert not QueuedMail.objects.exists()


def test_letters_are_for_those_who_may_change_applications(editor):
    visitor = Client()
    application = sent_application(Client())
    message = Message.objects.create(reference="AMF-2026-9999", key="k", fingerprint="f", language="en")
    foreign = FormMail.objects.create(reference=message.reference, kind="reply", recipient="a@b.org", paragraphs=[])
    assert editor.post(Application.admin_url("again", foreign.pk)).status_code == 404
    own = FormMail.objects.get(reference=application.reference, kind="confirmation")
    assert editor.post(Message.admin_url("again", own.pk)).status_code == 404
    for url in (Application.admin_url("letter", application.pk), Application.admin_url("again", own.pk)):
        assert visitor.post(url, {"text": "x"}).status_code == 302
    visitor.force_login(get_user_model().objects.create_user("nobody"))
    for url in (Application.admin_url("letter", application.pk), Application.admin_url("again", own.pk)):
        assert visitor.post(url, {"text": "x"}).status_code in (302, 403)
    assert not FormMail.objects.filter(kind="reply", reference=application.reference).exists()


def test_the_secret_of_a_draft_leaves_the_queue_with_its_mail(client, settings, caplog):
    with caplog.at_level("DEBUG"), gates.mail_server() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        secret = secret_in(fill_in(client, code="en", leave=True))
        post(client, "saved", secret, code="en")
        deliver_due()
        ((recipients, content),) = server.letters
    assert recipients == ["ayse@example.org"]
    assert secret in text_of(message_from_bytes(content, policy=policy.default))
    assert not QueuedMail.objects.exists()
    assert not FormMail.objects.exists()
    assert secret not in caplog.text


def test_files_are_for_staff_only(client, editor):
    application = sent_application(Client(), attachments=[pdf()])
    attachment = application.attachments.get()
    url = Application.admin_url("attachment", attachment.pk)
    assert Client().get(url).status_code == 302
    answer = editor.get(url)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    for folder in ("media", "media/images", "documents"):
        assert Client().get(f"/{folder}/{attachment.file.name}").status_code == 404
    assert not re.search(r"applications/\d+/", attachment.file.name)
