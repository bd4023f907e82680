"""Prevent the deletion of a locale that has any content, and the change of its language.

wagtail-localize checks pages and records only. It deletes translations and glossary terms together with the locale
without a warning, and its form can turn all Persian pages into Arabic ones by one choice. Delete this when it checks
both; ``tests/translation/test_roles.py`` will fail then.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale
from wagtail_localize.locales.forms import LocaleForm
from wagtail_localize.locales.utils import get_locale_usage
from wagtail_localize.locales.views import DeleteView, LocaleViewSet
from wagtail_localize.models import StringTranslation

from ..models import Term


def has_words(locale: Locale) -> bool:
    return any(model.objects.filter(locale=locale).exists() for model in (StringTranslation, Term))


def is_used(locale: Locale) -> bool:
    return get_locale_usage(locale) != (0, 0) or has_words(locale)


class DeleteUnused(DeleteView):
    cannot_delete_message = _(
        "This locale cannot be deleted: there are pages, records, translated words or glossary terms in it."
    )

    def can_delete(self, locale: Locale) -> bool:
        return not is_used(locale)


class KeepLanguage(LocaleForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and is_used(self.instance):
            self.fields["language_code"].disabled = True
            self.fields["language_code"].help_text = _("There is content in this language, so it stays what it is.")


def patch_locale_admin() -> None:
    LocaleViewSet.delete_view_class = DeleteUnused
    LocaleViewSet.get_form_class = lambda self, for_update=False: KeepLanguage
