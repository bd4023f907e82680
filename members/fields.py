"""Admin form fields that show categories by their names in the admin's language, with the English rows as values."""

from typing import Any

from django import forms
from django.db.models import ForeignKey
from django.forms.models import ModelChoiceIterator, ModelChoiceIteratorValue
from django.utils.translation import get_language
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.forms.models import register_form_field_override

from amf_site.languages import SOURCE_LANGUAGE

from .models import Body, ForumTitle, MembershipCategory, Theme

CATEGORIES = (Body, ForumTitle, MembershipCategory, Theme)


class CategoryIterator(ModelChoiceIterator):
    def __iter__(self) -> Any:
        here = self.queryset.model.objects.in_language(get_language() or SOURCE_LANGUAGE)
        self.names = dict(here.values_list("pk", "local_name"))
        yield from super().__iter__()

    def choice(self, row: Any) -> tuple[ModelChoiceIteratorValue, str]:
        return ModelChoiceIteratorValue(self.field.prepare_value(row), row), self.names.get(row.pk) or str(row)


class CategoryField(forms.ModelChoiceField):
    iterator = CategoryIterator


class CategoriesField(forms.ModelMultipleChoiceField):
    iterator = CategoryIterator


def show_categories_in_the_language_of_the_admin() -> None:
    for model in CATEGORIES:
        register_form_field_override(
            ForeignKey, to=model, override={"form_class": CategoryField, "widget": forms.Select}
        )
    register_form_field_override(
        ParentalManyToManyField,
        override=lambda field: {"form_class": CategoriesField} if field.related_model in CATEGORIES else {},
    )
