"""The ordered rows of an edition of the plan: mission, goals and values."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField


class Statement(TranslatableMixin, Orderable):
    """A numbered statement of the plan. Its number is its position."""

    text = models.TextField(_("text"), max_length=600)

    panels = [FieldPanel("text")]
    translatable_fields = [TranslatableField("text")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.text

    @property
    def anchor(self) -> str:
        """The HTML id of the statement, the same in all languages and independent of its position and text."""
        return f"{self._meta.model_name}-{str(self.translation_key)[:8]}"


class TitledStatement(Statement):
    """A statement with a short title."""

    title = models.CharField(_("title"), max_length=150)

    panels = [FieldPanel("title"), FieldPanel("text")]
    translatable_fields = [TranslatableField("title"), *Statement.translatable_fields]

    class Meta(Statement.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.title


class MissionGround(Statement):
    """A ground of the mission: something that it rests on."""

    plan = ParentalKey("strategy.PlanEditionPage", on_delete=models.CASCADE, related_name="grounds")

    class Meta(Statement.Meta):
        verbose_name = _("ground of the mission")


class MissionAim(Statement):
    """An aim of the mission: something that mayors and city managers seek in the Forum."""

    plan = ParentalKey("strategy.PlanEditionPage", on_delete=models.CASCADE, related_name="aims")

    class Meta(Statement.Meta):
        verbose_name = _("aim of the mission")


class Goal(TitledStatement):
    """A goal of the plan. ``Indicator`` measures its progress."""

    plan = ParentalKey("strategy.PlanEditionPage", on_delete=models.CASCADE, related_name="goals")
    actions = RichTextField(
        _("actions"), features=["ul"], blank=True, help_text=_("What will be done, as a list with one action a line.")
    )
    continues = models.PositiveSmallIntegerField(
        _("continues goal no."),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Its number in the edition before, for the comparison. Empty: a new goal."),
    )

    panels = [*TitledStatement.panels, FieldPanel("actions"), FieldPanel("continues")]
    translatable_fields = [
        *TitledStatement.translatable_fields,
        TranslatableField("actions"),
        SynchronizedField("continues", overridable=False),
    ]

    class Meta(TitledStatement.Meta):
        verbose_name = _("goal")


class Value(TitledStatement):
    """An organisational value."""

    plan = ParentalKey("strategy.PlanEditionPage", on_delete=models.CASCADE, related_name="values")

    class Meta(TitledStatement.Meta):
        verbose_name = _("value")
