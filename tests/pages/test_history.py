"""What stood before the first edit can be compared with, and gone back to: of pages and of records."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry, PageLogEntry, Revision

from amf_site.cldr.models import NameOverride
from amf_site.demo.builders import page_of
from amf_site.translation.models import Term
from members.models import City, MembershipCategory, Partnership
from pages.models import Source
from strategy.models import PlanEdition
from tests.reading import Reader

pytestmark = pytest.mark.django_db


def form_data(form) -> dict[str, str]:
    """A form as a browser sends it back untouched."""
    found = {}
    for part in [form, *(inner for group in getattr(form, "formsets", {}).values() for inner in group.forms)]:
        for bound in part:
            value = bound.value()
            none = [] if getattr(bound.field.widget, "allow_multiple_selected", False) else ""
            found[bound.html_name] = (none if value is None else bound.field.widget.format_value(value)) or none
    for group in getattr(form, "formsets", {}).values():
        found |= {
            f"{group.prefix}-{name}": bound.value() for name, bound in ((b.name, b) for b in group.management_form)
        }
    return found


def links_of_history(editor, address: str) -> list[str]:
    return Reader(editor.get(address).content.decode()).links


def test_the_first_edit_of_a_page_can_be_undone(editor):
    page = page_of("about")
    edit, history = (reverse(f"wagtailadmin_pages:{name}", args=[page.pk]) for name in ("edit", "history"))
    first = page.latest_revision
    editor.get(edit)
    changed = page.specific
    changed.title = "Another title"
    changed.save_revision(log_action=True).publish()
    links = links_of_history(editor, history)
    back = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, first.pk])
    assert back in links
    assert any("/compare/" in link for link in links)
    assert editor.get(back).context["form"]["title"].value() == page.title


def test_a_page_without_any_revision_too(editor):
    page = page_of("about").specific
    Revision.page_revisions.filter(object_id=str(page.pk)).delete()
    type(page).objects.filter(pk=page.pk).update(latest_revision=None, live_revision=None)
    editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    page.refresh_from_db()
    assert page.latest_revision is not None
    assert page.live_revision == page.latest_revision
    assert not page.has_unpublished_changes
    assert page.latest_revision.as_object().title == page.title


def test_it_is_kept_once(editor):
    page = page_of("about")
    for _ in range(3):
        editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    entry = PageLogEntry.objects.get(page=page, action="wagtail.edit")
    assert entry.user is None, "whoever opened the form has not written it"
    assert entry.timestamp == page.latest_revision.created_at


@pytest.mark.parametrize("model", [City, PlanEdition, Partnership, Source, MembershipCategory])
def test_a_record_keeps_what_stood_before(editor, model):
    record = model.objects.filter(**({"locale__language_code": "en"} if hasattr(model, "locale") else {})).first()
    names = model.snippet_viewset
    assert editor.get(reverse(names.get_url_name("edit"), args=[record.pk])).status_code == 200
    first = record._meta.model.objects.get(pk=record.pk).latest_revision
    assert first is not None
    record.refresh_from_db()
    record.save_revision(log_action=True)
    links = links_of_history(editor, reverse(names.get_url_name("history"), args=[record.pk]))
    assert reverse(names.get_url_name("revisions_revert"), args=[record.pk, first.pk]) in links


def test_a_figure_is_compared_and_put_back(editor):
    city = City.objects.get(name="Tabriz")
    before = city.figures.get(kind="population").value
    edit = reverse(City.snippet_viewset.get_url_name("edit"), args=[city.pk])
    posted = form_data(editor.get(edit).context["form"])
    field = next(name for name, value in posted.items() if value == str(int(before)))
    assert editor.post(edit, {**posted, field: "1700000"}).status_code == 302
    assert city.figures.get(kind="population").value == 1700000
    history = reverse(City.snippet_viewset.get_url_name("history"), args=[city.pk])
    links = links_of_history(editor, history)
    compare = next(link for link in links if "/compare/" in link)
    said = Reader(editor.get(compare).content.decode()).own_text
    assert "1700000" in said
    back = next(link for link in links if "/revert/" in link)
    posted = form_data(editor.get(back).context["form"])
    assert editor.post(back, posted).status_code == 302
    assert city.figures.get(kind="population").value == before
    assert ModelLogEntry.objects.filter(object_id=str(city.pk), action="wagtail.revert").exists()


def the_way_back(editor, record, changes: dict[str, str]) -> dict[str, str]:
    """Edit a record, find its former content in its history, and put it back. Return what was compared on the way."""
    names = type(record).snippet_viewset
    edit, history = (reverse(names.get_url_name(name), args=[record.pk]) for name in ("edit", "history"))
    before = form_data(editor.get(edit).context["form"])
    assert editor.post(edit, {**before, **changes}).status_code == 302
    changed = form_data(editor.get(edit).context["form"])
    assert {name: changed[name] for name in changes} == changes
    links = links_of_history(editor, history)
    back = next(link for link in links if "/revert/" in link)
    offered = form_data(editor.get(back).context["form"])
    assert {name: offered[name] for name in changes} == {name: before[name] for name in changes}
    assert editor.post(back, offered).status_code == 302
    after = form_data(editor.get(edit).context["form"])
    assert {name: after[name] for name in changes} == {name: before[name] for name in changes}
    compare = next(link for link in links if "/compare/" in link)
    return Reader(editor.get(compare).content.decode()).own_text


def test_a_glossary_term_is_compared_and_put_back(editor):
    term = Term.objects.get(locale__language_code="fa", term="secretariat")
    words, forms = term.words, term.forms
    assert "دفتر" in the_way_back(editor, term, {"words": "دفتر", "forms": "", "note": "of the Forum"})
    term.refresh_from_db()
    assert (term.words, term.forms, term.note) == (words, forms, "")


def test_a_name_is_compared_and_put_back_for_readers_too(editor, client):
    record = NameOverride.objects.create(kind="territory", code="TR", language="en", name="Republic of Türkiye")
    said = the_way_back(editor, record, {"name": "Asia Minor"})
    assert "Asia Minor" in said
    assert "Republic of Türkiye" in said
    page = Reader(client.get("/en/members/ankara/").content.decode()).own_text
    assert "Republic of Türkiye" in page
    assert "Asia Minor" not in page


def test_a_former_name_does_not_become_a_second_one(editor):
    """Its place has been taken since: the form says so, and nothing changes."""
    record = NameOverride.objects.create(kind="territory", code="TR", language="en", name="Türkiye")
    names = NameOverride.snippet_viewset
    edit = reverse(names.get_url_name("edit"), args=[record.pk])
    posted = form_data(editor.get(edit).context["form"])
    assert editor.post(edit, {**posted, "code": "KG"}).status_code == 302
    NameOverride.objects.create(kind="territory", code="TR", language="en", name="Another")
    history = reverse(names.get_url_name("history"), args=[record.pk])
    back = next(link for link in links_of_history(editor, history) if "/revert/" in link)
    answer = editor.post(back, form_data(editor.get(back).context["form"]))
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert sorted(NameOverride.objects.values_list("code", "name")) == [("KG", "Türkiye"), ("TR", "Another")]


def test_facts_do_not_save_themselves(editor):
    """They would be before readers half typed."""
    NameOverride.objects.create(kind="territory", code="TR", language="en", name="Turkey")
    for model in (City, PlanEdition, NameOverride, Term):
        record = model.objects.first()
        names = model.snippet_viewset
        for address in (reverse(names.get_url_name("edit"), args=[record.pk]), reverse(names.get_url_name("add"))):
            assert editor.get(address).context["autosave_enabled"] is False
