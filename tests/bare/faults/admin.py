"""Faults in the views of wagtail-localize."""

from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from wagtail_localize.models import StringTranslation

from ..ground import browser, new_page, publish, submitted

#: A valid file of another tool.
FOREIGN_PO = b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "A"\nmsgstr "B"\n'


def b18__a_file_of_another_tool_crashes() -> bool:
    """A PO file without the header of wagtail-localize causes an error 500."""
    translation = submitted(new_page())
    url = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
    try:
        browser().post(url, {"file": SimpleUploadedFile("fa.po", FOREIGN_PO), "next": "/admin/"})
    except KeyError:
        return True
    return False


def b25__a_locked_page_can_be_translated() -> bool:
    """The translation of a page that another user has locked can be changed."""
    translation = submitted(new_page())
    target = publish(translation)
    target.locked, target.locked_at = True, timezone.now()
    target.locked_by = get_user_model().objects.create_user("other", "o@example.org", "x")
    target.save()
    segment = translation.source.stringsegment_set.get(context__path="title")
    browser().put(
        reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk]),
        "value=%D8%B9%D9%86%D9%88%D8%A7%D9%86",
        content_type="application/x-www-form-urlencoded",
    )
    return StringTranslation.objects.filter(context=segment.context, data="عنوان").exists()


def b26__the_editor_knows_no_direction() -> bool:
    """The fields for Persian have neither ``lang`` nor ``dir`` (issue 197)."""
    target = submitted(new_page()).get_target_instance()
    shown = browser().get(reverse("wagtailadmin_pages:edit", args=[target.pk])).content.decode()
    props = shown[shown.index("data-props") :]
    return "rtl" not in props.lower().split(">", 1)[0] and "isbidi" not in props.lower().split(">", 1)[0]
