"""Choose the overrides of a language: its own images, documents, pages and URLs.

wagtail-localize stores any value. Here it must be valid for the field, exist, and be one that the user may choose.
Delete this when wagtail-localize checks that; ``tests/translation/test_editor.py`` will fail then.
"""

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.db import models, transaction
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin.widgets import AdminPageChooser
from wagtail.documents import get_document_model
from wagtail.documents.widgets import AdminDocumentChooser
from wagtail.images import get_image_model
from wagtail.images.widgets import AdminImageChooser
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.snippets.widgets import AdminSnippetChooser
from wagtail.whitelist import check_url
from wagtail_localize.models import OverridableSegment, SegmentOverride, Translation

from ...segments.overrides import save_override
from ...segments.paths import Places, SegmentPlace
from ...segments.store import touch
from ...workflow.lookup import edit_url

#: Maximum URL length that browsers support.
LONGEST_ADDRESS = 2000


@dataclass
class Overridable:
    """A value of the source that a language may override."""

    segment: OverridableSegment
    place: SegmentPlace
    override: SegmentOverride | None
    #: The objects behind ids, by model and primary key, loaded in bulk.
    chosen: dict[tuple[type[models.Model], Any], models.Model]
    refusal: str = ""

    @property
    def pk(self) -> int:
        return self.segment.pk

    @property
    def name(self) -> str:
        return f"override-{self.pk}"

    @cached_property
    def kind(self) -> str:
        """``page``, ``document``, ``image``, ``snippet`` or ``text``; empty if the value cannot be overridden here."""
        if "'" in self.segment.context.path:  # the URL of a link within text
            return "text"
        return {"unknown": ""}.get(kind := (self.place.widget or {}).get("type", ""), kind.removesuffix("_chooser"))

    @cached_property
    def allowed(self) -> list[type[models.Model]]:
        widget = self.place.widget or {}
        if self.kind == "page":
            return [apps.get_model(name) for name in widget["allowed_page_types"]]
        if self.kind == "snippet":
            return [apps.get_model(widget["snippet_model"]["app_label"], widget["snippet_model"]["model_name"])]
        return {"image": [get_image_model()], "document": [get_document_model()]}.get(self.kind, [])

    @property
    def base(self) -> type[models.Model] | None:
        return Page if self.kind == "page" else next(iter(self.allowed), None)

    def instance(self, value: Any) -> models.Model | None:
        return self.chosen.get((self.base, value)) if self.base else None

    @property
    def source_shown(self) -> str:
        return str(self.instance(self.segment.data) or self.segment.data)

    @property
    def source_url(self) -> str:
        instance = self.instance(self.segment.data)
        return edit_url(instance) if instance else ""

    @property
    def value(self) -> Any:
        return self.override.data if self.override else None

    @cached_property
    def widget(self) -> Any:
        if self.kind == "page":
            return AdminPageChooser(target_models=self.allowed)
        if self.kind == "snippet":
            return AdminSnippetChooser(self.allowed[0])
        return {"image": AdminImageChooser, "document": AdminDocumentChooser}[self.kind]()

    def html(self) -> SafeString:
        """Render Wagtail's chooser without its inline script; the editor's script initialises it."""
        instance = self.instance(self.value)
        data = self.widget.get_value_data_from_instance(instance) if instance else None
        options = self.widget.get_js_init_options(self.name, self.name, data)
        return format_html(
            '<div data-chooser="{}" data-for="{}" data-options="{}">{}</div>',
            self.widget.js_constructor,
            self.name,
            json.dumps(options, default=str),
            self.widget.render_html(self.name, data, {"id": self.name}),
        )

    def clean(self, value: str, user: Any) -> Any:
        """Return the value to store. Raise ``ValidationError``."""
        value = value.strip()
        if not self.kind:
            raise ValidationError(_("This value is the same in all languages."))
        if self.kind == "text":
            return clean_address(value, str(self.segment.data))
        instance = next(
            (found for model in self.allowed if (found := model._default_manager.filter(pk=_number(value)).first())),
            None,
        )
        if instance is None:
            raise ValidationError(_("This does not exist, or cannot stand here."))
        if self.kind in ("image", "document"):
            policy = policy_registry.get(instance)
            if not policy.user_has_permission_for_instance(user, "choose", instance):
                raise ValidationError(_("You may not choose this."))
        return instance.pk


def _number(value: str) -> int:
    if not value.isascii() or not value.isdigit() or len(value) > 18:
        raise ValidationError(_("This does not exist, or cannot stand here."))
    return int(value)


def clean_address(value: str, source: str) -> str:
    """Validate a link target like that of the source: an e-mail address, or a URL, path, fragment, mailto: or tel:."""
    if len(value) > LONGEST_ADDRESS or any(sign.isspace() for sign in value):
        raise ValidationError(_("This is no address."))
    if "@" in source and ":" not in source:
        EmailValidator()(value)
        return value
    if value.startswith(("mailto:", "tel:", "#")) or (value.startswith("/") and not value.startswith("//")):
        return value
    URLValidator(schemes=["http", "https"])(value)
    if check_url(value) is None:
        raise ValidationError(_("This is no address."))
    return value


def overridables(translation: Translation, places: Places) -> list[Overridable]:
    """Return all overridable values of a translation, with one query for each model that they refer to."""
    segments = list(
        OverridableSegment.objects.filter(source=translation.source_id).select_related("context").order_by("order")
    )
    contexts = [segment.context_id for segment in segments]
    overrides = {
        override.context_id: override
        for override in SegmentOverride.objects.filter(locale=translation.target_locale_id, context__in=contexts)
    }
    chosen: dict[tuple[type[models.Model], Any], models.Model] = {}
    found = [
        Overridable(segment, places.place(segment.context, widget=True), overrides.get(segment.context_id), chosen)
        for segment in segments
    ]
    wanted: dict[type[models.Model], set[int]] = defaultdict(set)
    for one in found:
        if one.base is not None:
            wanted[one.base].update(key for key in (one.segment.data, one.value) if isinstance(key, int))
    for model, keys in wanted.items():
        chosen.update(((model, key), instance) for key, instance in model._default_manager.in_bulk(keys).items())
    return found


@transaction.atomic
def set_override(translation: Translation, one: Overridable, value: str, user: Any) -> None:
    """Save an override, or delete it if the value is empty. Raise ``ValidationError``."""
    if value.strip():
        save_override(translation, one.segment.context, one.clean(value, user), user)
    elif one.override:
        one.override.delete()
    touch(translation, user)
