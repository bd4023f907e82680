"""What the secretariat sorts cities and projects by. Each is a few words with a key that addresses use."""

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
    """Refuse a record that begins in another language: pages read the facts from the row of the source language."""
    if record.locale_id is None or record.locale.language_code == SOURCE_LANGUAGE:
        return
    originals = type(record).objects.filter(translation_key=record.translation_key)
    if not originals.filter(locale__language_code=SOURCE_LANGUAGE).exists():
        raise ValidationError(_("Enter this in English first, then translate it: English holds the facts."))


class Category(DraftStateMixin, RevisionMixin, TranslatableMixin, models.Model):
    """A name per language and one key for all. Records point at the row of the source language."""

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
        # Its form has no field for the language, and Django leaves out what a form does not have.
        self.validate_constraints()


class MembershipCategory(Category):
    """How a city belongs to the Forum: as a member, an affiliated member …"""

    class Meta(Category.Meta):
        verbose_name = _("membership category")
        verbose_name_plural = _("membership categories")


class Theme(Category):
    """A field of work: the six technical committees of the Forum."""

    class Meta(Category.Meta):
        verbose_name = _("theme")
        verbose_name_plural = _("themes")


class ForumTitle(Category):
    """A title that the Forum gives to a city for a year, such as Capital of Environment."""

    class Meta(Category.Meta):
        verbose_name = _("title")
        verbose_name_plural = _("titles")
