"""The bodies of the Forum: assembly, board, secretariat, committees and networks."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail_localize.fields import SynchronizedField

from amf_site.languages import SOURCE_LANGUAGE
from members.forum_querysets import BodyQuerySet
from members.vocabulary import BodyKind

from .categories import Category, Theme


class Body(Category):
    """A body of the Forum. Its name is translated; a technical committee has the name of its theme instead.

    Everything else is the same in all languages and read from the row in the source language, to which foreign keys
    point as well.
    """

    Kind = BodyKind

    name = models.CharField(
        _("name"),
        max_length=100,
        blank=True,
        help_text=_("Empty for a technical committee, which is named by its theme."),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=BodyKind)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("belongs to"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        limit_choices_to={"locale__language_code": SOURCE_LANGUAGE},
    )
    theme = models.ForeignKey(
        Theme,
        verbose_name=_("theme"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="bodies",
        limit_choices_to={"locale__language_code": SOURCE_LANGUAGE},
        help_text=_("For a technical committee only."),
    )
    order = models.PositiveSmallIntegerField(_("place in lists"), default=0, help_text=_("The lowest comes first."))

    objects: ClassVar = BodyQuerySet.as_manager()

    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("order")]),
        FieldRowPanel([FieldPanel("parent"), FieldPanel("theme")]),
    ]
    translatable_fields: ClassVar = [
        *Category.translatable_fields,
        SynchronizedField("kind", overridable=False),
        SynchronizedField("parent", overridable=False),
        SynchronizedField("theme", overridable=False),
        SynchronizedField("order", overridable=False),
    ]

    class Meta(Category.Meta):
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name or str(self.theme or self.slug)

    def clean(self) -> None:
        """Refuse a body with two names or none, and one that belongs to itself or to a body that belongs to it."""
        super().clean()
        if self.kind == BodyKind.COMMITTEE:
            if self.theme_id is None:
                raise ValidationError(
                    {"theme": _("Choose the theme of the committee: it gives the committee its name.")}
                )
            if self.name:
                raise ValidationError({"name": _("Leave this empty: the committee has the name of its theme.")})
        elif self.theme_id is not None:
            raise ValidationError({"theme": _("Only a technical committee has a theme.")})
        elif not self.name:
            raise ValidationError({"name": _("Write the name of the body.")})
        above = self.parent
        while above is not None:
            if self.pk is not None and above.pk == self.pk:
                raise ValidationError({"parent": _("This body stands above the other already.")})
            above = above.parent
