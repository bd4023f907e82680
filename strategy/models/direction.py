"""Where the Forum wants to go: the ordered rows of the plan's page."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import TranslatableField


class Statement(TranslatableMixin, Orderable):
    """One numbered sentence of the plan. Its number is its place in the order."""

    text = models.TextField(_("text"), max_length=600)

    panels = [FieldPanel("text")]
    translatable_fields = [TranslatableField("text")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.text

    @property
    def anchor(self) -> str:
        """An address within the page that stays when the order or the words change, and in every language."""
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
    """Something that the mission rests on."""

    plan = ParentalKey("strategy.StrategicPlanPage", on_delete=models.CASCADE, related_name="grounds")

    class Meta(Statement.Meta):
        verbose_name = _("ground of the mission")


class MissionAim(Statement):
    """Something that mayors and city managers seek in the Forum."""

    plan = ParentalKey("strategy.StrategicPlanPage", on_delete=models.CASCADE, related_name="aims")

    class Meta(Statement.Meta):
        verbose_name = _("aim of the mission")


class Goal(TitledStatement):
    """A goal of the plan."""

    plan = ParentalKey("strategy.StrategicPlanPage", on_delete=models.CASCADE, related_name="goals")

    class Meta(TitledStatement.Meta):
        verbose_name = _("goal")


class Value(TitledStatement):
    """A value of the organisation."""

    plan = ParentalKey("strategy.StrategicPlanPage", on_delete=models.CASCADE, related_name="values")

    class Meta(TitledStatement.Meta):
        verbose_name = _("value")
