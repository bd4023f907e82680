"""The press room: texts whose facts come from the records, pictures to take along, statements, names and contact."""

import datetime
import io
import json
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail_localize.models import StringTranslation, Translation

from amf_site.demo.builders import picture
from amf_site.media.models import SiteImage
from amf_site.translation.desk.editor.rows import version_of
from members.models import Body, Event, PressPage, PressPicture
from members.press_facts import FACTS, refusal_of
from members.tasks import measure_pictures
from tests.picture_files import MARK, photograph
from tests.reading import Reader, body_of

from .forum_pages import event_record, news_article

pytestmark = pytest.mark.django_db

ALL = " ".join(f"{name}:{{{name}}}" for name in FACTS)


def press(code: str = "en") -> PressPage:
    return PressPage.objects.get(locale__language_code=code)


def text_of(client, code: str = "en") -> str:
    return Reader(client.get(f"/{code}/press/").content.decode()).own_text


def say(words: str, code: str = "en") -> PressPage:
    page = press(code)
    page.short_text = f"<p>{words}</p>"
    page.save_revision().publish()
    return page


class TestFacts:
    def test_the_demo_says_what_the_records_know(self, client):
        text = text_of(client)
        assert "The Forum was founded in 2008." in text
        assert (
            "Sessions of the General Assembly: 7. Meetings of the Executive Board: 11. "
            "Technical committees: 6. Networks: 3." in text
        )
        assert "{" not in text

    def test_in_the_reader_s_digits_and_calendar(self, client):
        text = text_of(client, "fa")
        assert "۲۰۰۸ م." in text
        assert "نشست‌های مجمع عمومی: ۷. نشست‌های هیئت اجرایی: ۱۱. کمیته‌های تخصصی: ۶. شبکه‌ها: ۳." in text

    def test_it_is_the_number_that_counts_and_not_the_records(self, client):
        """Not every meeting of the board has a record."""
        assert Event.objects.filter(kind="board").count() < 11
        say(ALL)
        assert "founded:2008 assemblies:7 boards:11 committees:6 networks:3" in text_of(client)

    def test_a_changed_record_is_told_at_the_next_request_in_every_language(self, client):
        today = timezone.localdate()
        event_record("eighth", kind="assembly", number=8, first_day=today, last_day=today)
        first = Event.objects.get(key="general-assembly-2008")
        first.first_day = datetime.date(2007, 11, 19)
        first.save()
        Body.objects.create(kind="network", name="Rivers", slug="rivers", locale=press().locale)
        text = text_of(client)
        assert "The Forum was founded in 2007." in text
        assert "General Assembly: 8. Meetings of the Executive Board: 11. Technical committees: 6. Networks: 4." in text
        persian = text_of(client, "fa")
        assert "۲۰۰۷ م." in persian
        assert "نشست‌های مجمع عمومی: ۸. نشست‌های هیئت اجرایی: ۱۱. کمیته‌های تخصصی: ۶. شبکه‌ها: ۴." in persian

    @pytest.mark.parametrize("status", ["provisional", "postponed", "cancelled"])
    def test_what_was_not_held_does_not_count(self, client, status):
        today = timezone.localdate()
        event_record("off", kind="assembly", number=8, first_day=today, last_day=today, status=status)
        event_record("to-come", kind="board", number=12)
        say(ALL)
        assert "assemblies:7 boards:11" in text_of(client)

    def test_without_any_record(self, client):
        Event.objects.update(status="provisional")
        say(ALL)
        assert "founded:– assemblies:0 boards:0" in text_of(client)

    def test_search_shows_the_facts_and_finds_by_them(self, client):
        say("Founded in {founded}, with {boards} pressworthy meetings.")
        (result,) = client.get("/en/search/", {"q": "pressworthy"}).context["results"]
        assert "{" not in result.excerpt
        assert "11" in result.excerpt
        event_record("twelfth", kind="board", number=12, first_day="2026-01-01", last_day="2026-01-01")
        (result,) = client.get("/en/search/", {"q": "pressworthy"}).context["results"]
        assert "12" in result.excerpt


class TestRefusals:
    @pytest.mark.parametrize(
        "words",
        [
            *("{members}", "{Founded}", "{ founded }", "{founded", "founded}", "{}", "{{founded}}", "｛founded｝"),
            *("{found<b>ed}</b>", "<b>{</b>founded}", "{founded:04d}", "{founded.year}", "{0}", "{found\u200ced}"),
        ],
    )
    def test_a_fact_that_does_not_exist_is_refused(self, words):
        assert "There is no such fact" in refusal_of(f"<p>Since {words} we meet.</p>")
        page = press()
        page.long_text = f"<p>Since {words} we meet.</p>"
        with pytest.raises(ValidationError, match="There is no such fact"):
            page.full_clean()

    @pytest.mark.parametrize("words", ["", "Nothing to say.", "{founded}", "<b>{boards}</b> ({networks})", ALL])
    def test_what_is_taken(self, words):
        assert refusal_of(f"<p>{words}</p>") == ""

    @pytest.mark.parametrize("action", ["action-publish", "save"])
    @pytest.mark.parametrize("field", ["short_text", "long_text"])
    def test_an_editor_is_told_which_facts_there_are_and_loses_nothing(self, editor, field, action):
        page = press()
        form = form_of(page, **{field: "Since {year} we meet."})
        html = editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {**form, action: "1"}).content.decode()
        assert "There is no such fact: {year}." in html
        assert "{founded} {assemblies} {boards} {committees} {networks}" in html
        assert "Since {year} we meet." in html
        assert "{year}" not in getattr(press(), field)


def form_of(page: PressPage, **texts: str) -> dict:
    """The edit form as a browser sends it, with other texts."""
    from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

    convert = ContentstateConverter(features=["bold", "italic", "link", "ol", "ul"]).from_database_format
    rich = {name: getattr(page, name) for name in ("short_text", "long_text", "pictures_text", "contact")}
    rich |= {name: f"<p>{words}</p>" for name, words in texts.items()}
    formset = {"pictures-TOTAL_FORMS": 0, "pictures-INITIAL_FORMS": 0}
    plain = {"title": page.title, "slug": page.slug, "summary": page.summary}
    return {**plain, **formset, **{name: convert(html) for name, html in rich.items()}}


class TestTranslations:
    def translation(self) -> Translation:
        return Translation.objects.get(source__object_id=press().translation_key, target_locale__language_code="fa")

    def keep(self, editor, words: str):
        """Send words for the first paragraph of the short text as the translator's page does."""
        translation = self.translation()
        segment = translation.source.stringsegment_set.filter(
            context__path="short_text", string__data__contains="{founded}"
        ).first()
        known = StringTranslation.objects.filter(
            translation_of=segment.string_id, context=segment.context_id, locale=translation.target_locale
        ).first()
        body = {"action": "keep", "words": words, "version": version_of(known.data if known else "")}
        address = reverse("translation:segment", args=[translation.pk, segment.pk])
        return editor.post(address, json.dumps(body), content_type="application/json")

    def test_a_translator_moves_a_fact_to_its_place_in_the_sentence(self, editor):
        assert self.keep(editor, "{founded}: سال بنیان‌گذاری مجمع.").status_code == 200

    @pytest.mark.parametrize(
        ("words", "wrong"),
        [
            ("مجمع در ۲۰۰۸ بنیاد نهاده شد.", "{founded}"),
            ("مجمع در {بنیاد} بنیاد نهاده شد.", "{بنیاد}"),
            ("مجمع در {founded} و {boards} بنیاد نهاده شد.", "{boards}"),
            ("مجمع در {founded} و {founded} بنیاد نهاده شد.", "{founded}"),
            ("مجمع در {founded بنیاد نهاده شد.", "{founded}"),
            ("مجمع در {founded} و {founded:d} بنیاد نهاده شد.", "{founded:d}"),
        ],
    )
    def test_one_who_loses_or_invents_a_fact_gets_a_clear_answer(self, editor, client, words, wrong):
        before = text_of(client, "fa")
        answer = self.keep(editor, words)
        assert answer.status_code == 422
        findings = answer.json()["findings"]
        assert f"{wrong} must stand here as in the source." in [finding["message"] for finding in findings]
        assert text_of(client, "fa") == before


class TestPictures:
    def with_picture(self, size: tuple[int, int] = (3200, 2000)) -> PressPage:
        """Publish a press room with a photograph, whose metadata tell where and when it was made."""
        page = press()
        image = SiteImage(title="Tower", credit="Photograph: Somebody, CC BY 4.0")
        image.file = ContentFile(photograph(size=size), "tower.jpg")
        image.save()
        page.pictures = [PressPicture(picture=image, caption="The Azadi Tower", locale=page.locale)]
        page.save_revision().publish()
        measure_pictures.call(page.pk)
        return page

    def test_two_sizes_with_caption_licence_and_size(self, client):
        self.with_picture()
        html = client.get("/en/press/").content.decode()
        text = Reader(html).own_text
        assert "The Azadi Tower" in text
        assert "Photograph: Somebody, CC BY 4.0" in text
        links = [link for link in Reader(html).links if link.endswith(".jpg")]
        assert len(links) == 2
        contents = [body_of(client.get(link)) for link in links]
        pictures = [Image.open(io.BytesIO(content)) for content in contents]
        assert [(image.format, image.size) for image in pictures] == [("JPEG", (1600, 1000)), ("JPEG", (3000, 1875))]
        for image, content in zip(pictures, contents, strict=True):
            assert not image.getexif()
            assert MARK.encode() not in content
            assert b"GPS" not in content
        assert "1600 × 1000" in text
        assert "3000 × 1875" in text
        row = press().pictures.get()
        assert (row.small_size, row.large_size) == (len(contents[0]), len(contents[1]))
        assert "kB" in text

    def test_a_small_picture_has_one_size(self, client):
        self.with_picture((800, 500))
        html = client.get("/en/press/").content.decode()
        assert len([link for link in Reader(html).links if link.endswith(".jpg")]) == 1

    def test_a_picture_that_cannot_be_read_is_not_offered(self, client):
        page = self.with_picture()
        row = page.pictures.get()
        Path(row.picture.file.path).unlink()
        row.picture.renditions.all().delete()
        row.measure()
        assert client.get("/en/press/").status_code == 200

    def test_a_deleted_picture_leaves_the_page_whole(self, client):
        self.with_picture().pictures.get().picture.delete()
        response = client.get("/en/press/")
        assert response.status_code == 200
        assert "The Azadi Tower" not in response.content.decode()

    def test_queries_do_not_grow_with_pictures(self, client, django_assert_max_num_queries):
        page = press()
        names = ("tehran-azadi-tower", "tehran-golestan-palace", "yazd-amir-chakhmaq", "urmia-lake")
        page.pictures = [PressPicture(picture=picture(name), caption=name, locale=page.locale) for name in names]
        page.save_revision().publish()
        client.get("/en/press/")
        with django_assert_max_num_queries(14):
            client.get("/en/press/")


class TestMore:
    def test_statements_of_this_language_the_newest_first(self, client):
        news_article("older", kind="statement", date="2026-02", title="The older statement")
        news_article("newer", kind="statement", date="2026-03", title="The newer statement")
        news_article("no-statement", kind="news", date="2026-03", title="Just some news")
        news_article("only-persian", "fa", kind="statement", date="2026-03", title="بیانیه‌ای تازه")
        text = text_of(client)
        assert text.index("The newer statement") < text.index("The older statement")
        assert "Just some news" not in text.split("Statements")[1]
        assert "بیانیه‌ای تازه" in text_of(client, "fa")

    def test_a_statement_under_embargo_is_not_there(self, client):
        article = news_article("embargo", kind="statement", title="Under embargo")
        article.unpublish()
        assert "Under embargo" not in text_of(client)

    def test_without_statements_it_says_so(self, client):
        from members.models import NewsPage

        NewsPage.objects.filter(kind="statement").update(kind="news")
        assert "There is no statement in this language yet." in text_of(client)
        assert "هنوز بیانیه‌ای به این زبان نیست." in text_of(client, "fa")

    def test_the_name_in_every_open_language(self, client):
        html = client.get("/en/press/").content.decode()
        assert '<bdi lang="fa" dir="rtl">مجمع شهرداران آسیایی</bdi>' in html
        assert '<bdi lang="en" dir="ltr">Asian Mayors Forum</bdi>' in html
        assert 'lang="ja"' not in html.split('class="names"')[1].split("</dl>")[0]

    def test_each_text_can_be_copied(self, client):
        reader = Reader(client.get("/en/press/").content.decode())
        for text in ("short", "long"):
            (button,) = reader.named("button", data_copy=text)
            assert button["data-done"] == "Copied"
            assert "hidden" in button
            assert reader.named("div", id=text)

    def test_the_contact_is_the_page_s(self, client):
        page = press()
        page.contact = "<p>Write to the secretariat.</p>"
        page.save_revision().publish()
        assert "Contact for the press Write to the secretariat." in text_of(client)
        page.contact = ""
        page.save_revision().publish()
        assert "Contact for the press" not in text_of(client)

    def test_structured_data_have_all_bodies(self, client):
        html = client.get("/en/press/").content.decode()
        graph = json.loads(html.split('<script type="application/ld+json">')[1].split("</script>")[0])["@graph"]
        entry = next(found for found in graph if "subOrganization" in found)
        assert entry["@id"] == next(found["@id"] for found in graph if found.get("@type") == "NGO")
        assert len(entry["subOrganization"]) == Body.objects.originals().count()
        assert {"@type", "name", "@id", "url"} == set(entry["subOrganization"][0])
