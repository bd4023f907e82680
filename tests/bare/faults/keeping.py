"""Faults when a source changes."""

from ..ground import PERSIAN, change, new_page, publish, submitted, translate
from ..models import Topic


def b05__a_comma_puts_english_live() -> bool:
    """A changed segment of a live translation shows the new English text after an update (issue 876)."""
    page = new_page(summary="Cities lead")
    translation = submitted(page)
    translate(translation)
    publish(translation)
    change(page, summary="Cities, lead")
    translation.source.update_from_db()
    return publish(translation).summary == "Cities, lead"


def b06__nobody_is_told_that_the_source_changed() -> bool:
    """An outdated translation is reported as up to date (issue 832)."""
    page = new_page(summary="Cities lead")
    translation = submitted(page)
    translate(translation)
    publish(translation)
    change(page, summary="Cities and towns lead")
    total, done = translation.get_progress()
    return total == done


def b14__another_record_is_not_followed() -> bool:
    """If a page refers to another, untranslated record, its translation keeps the old one."""
    first, second = (Topic.objects.create(name=name) for name in ("One", "Two"))
    page = new_page(topic=first)
    translation = submitted(page)
    publish(translation)
    change(page, topic=second)
    translation.source.update_from_db()
    return publish(translation).topic.translation_key == first.translation_key


def b15__several_records_stay_english() -> bool:
    """A many-to-many relation refers to the English records on the Persian page."""
    topic = Topic.objects.create(name="One")
    page = new_page()
    page.topics = [topic]
    page.save_revision().publish()
    submitted(topic)
    target = publish(submitted(page))
    return [one.locale.language_code for one in target.topics.all()] == ["en"]


def b24__what_was_written_by_hand_is_overwritten() -> bool:
    """Stop, edit manually, restart, publish: the manual edits are lost without a warning (issue 876)."""
    translation = submitted(new_page())
    translate(translation)
    target = publish(translation)
    translation.enabled = False
    translation.save()
    target.summary = f"{PERSIAN} by hand"
    target.save_revision().publish()
    translation.enabled = True
    translation.save()
    return publish(translation).summary != f"{PERSIAN} by hand"
