"""Categories of cities and projects. Each has a translated name and a key for URLs."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import DraftStateMixin, RevisionMixin, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from amf_site.languages import SOURCE_LANGUAGE
from members.querysets import CategoryQuerySet


def validate_original(record: Any) -> None:
    """Raise ``ValidationError`` for a record without a row in the source language, from which pages read the facts."""
    if record.locale_id is None or record.locale.language_code == SOURCE_LANGUAGE:
        return
    originals = type(record).objects.filter(translation_key=record.translation_key)
    if not originals.filter(locale__language_code=SOURCE_LANGUAGE).exists():
        raise ValidationError(_("Enter this in English first, then translate it: English holds the facts."))


class Category(DraftStateMixin, RevisionMixin, TranslatableMixin, models.Model):
    """A name in each language and one key for all. Foreign keys point to the row in the source language."""

    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(_("key"), help_text=_("In addresses and data files, the same in all languages: a-z, -."))

    objects = CategoryQuerySet.as_manager()

    panels = [FieldPanel("name"), FieldPanel("slug")]
    translatable_fields: ClassVar = [TranslatableField("name"), SynchronizedField("slug", overridable=False)]

    class Meta(TranslatableMixin.Meta):
        abstract = True
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["slug", "locale"], name="%(app_label)s_%(class)s_key_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        validate_original(self)
        # Django skips constraints on fields that a form does not have, and this form has no field for the locale.
        self.validate_constraints()


class MembershipCategory(Category):
    """The kind of membership of a city, such as member or affiliated member."""

    class Meta(Category.Meta):
        verbose_name = _("membership category")
        verbose_name_plural = _("membership categories")


class Theme(Category):
    """A field of work, one for each of the Forum's technical committees."""

    class Meta(Category.Meta):
        verbose_name = _("theme")
        verbose_name_plural = _("themes")


class ForumTitle(Category):
    """A title that the Forum gives to a city for a year, such as Capital of Environment."""

    class Meta(Category.Meta):
        verbose_name = _("title")
        verbose_name_plural = _("titles")
