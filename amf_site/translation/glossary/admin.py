"""The glossary in the admin: permissions, and the list of terms."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.models import Locale
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import SnippetViewSet

from amf_site.visibility.facts import CreateFacts, EditFacts
from amf_site.visibility.lists import LanguageFilter, OneLanguageFilterSet, OneLanguageIndexView

from ..conf import host
from ..models import Term
from ..permissions.rules import language_rights


class TermPolicy(ModelPermissionPolicy):
    """Users with the model permissions manage all terms; translators add and change those of their languages."""

    OF_TRANSLATORS = frozenset({"add", "change", "view"})

    def user_has_permission(self, user: Any, action: str) -> bool:
        return super().user_has_permission(user, action) or (
            action in self.OF_TRANSLATORS and bool(language_rights(user))
        )

    def user_has_permission_for_locale(self, user: Any, action: str, locale_id: int) -> bool:
        return super().user_has_permission(user, action) or (
            action in self.OF_TRANSLATORS and locale_id in language_rights(user)
        )

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_permission_for_locale(user, action, instance.locale_id)

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet[Term]:
        return Term.objects.filter(
            locale__in=[
                locale
                for locale in Locale.objects.values_list("pk", flat=True)
                if any(self.user_has_permission_for_locale(user, action, locale) for action in actions)
            ]
        )


policy = TermPolicy(Term)


def languages_of(user: Any) -> QuerySet[Locale]:
    """Return the languages whose terms the user may add and change."""
    locales = Locale.objects.exclude(language_code=host.source_language)
    allowed = [locale.pk for locale in locales if policy.user_has_permission_for_locale(user, "change", locale.pk)]
    return locales.filter(pk__in=allowed)


class TermForm(WagtailAdminModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["locale"].queryset = languages_of(self.for_user)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        locale, term = cleaned.get("locale"), cleaned.get("term")
        same = Term.objects.filter(locale=locale, term__iexact=term).exclude(pk=self.instance.pk)
        if locale and term and same.exists():
            self.add_error("term", _("The language has this term already."))
        return cleaned


class TermFilterSet(OneLanguageFilterSet):
    """Filter by target language. Wagtail's own locale filter would expect terms to be translations of one another."""

    class Meta:
        model = Term
        fields = ()

    def _add_locale_filter(self) -> None:
        codes = set(Locale.objects.values_list("language_code", flat=True)) - {host.source_language}
        known = [(row.code, row.own_name) for row in host.languages if row.code in codes]
        if known:
            self.filters["locale"] = LanguageFilter(known)

    def first_language(self, request: HttpRequest) -> str:
        """Return the user's own language, else that of the admin, else the first."""
        known = [code for code, _name in self.filters["locale"].extra["choices"]]
        wanted = [super().first_language(request), get_language()]
        return next((code for code in wanted if code in known), known[0])


class TermList(OneLanguageIndexView):
    def get_edit_url(self, instance: Term) -> str | None:
        may = policy.user_has_permission_for_instance(self.request.user, "change", instance)
        return super().get_edit_url(instance) if may else None

    @property
    def header_more_buttons(self) -> list[Button]:
        files = Button(
            gettext_lazy("Import or export"), url=reverse("translation:glossary_files"), icon_name="upload", priority=20
        )
        return [*super().header_more_buttons, files]


class TermEdit(EditFacts):
    def get_object(self, *args: Any, **kwargs: Any) -> Term:
        term = super().get_object(*args, **kwargs)
        if not policy.user_has_permission_for_instance(self.request.user, "change", term):
            raise PermissionDenied
        return term


class WordsColumn(Column):
    """A column of text with its own language and direction."""

    def get_value(self, instance: Term) -> SafeString:
        row = host.language(instance.locale.language_code)
        return format_html('<bdi lang="{}" dir="{}">{}</bdi>', row.code, row.direction, instance.words)


class TermViewSet(SnippetViewSet):
    model = Term
    icon = "list-ul"
    menu_label = gettext_lazy("Glossary")
    menu_order = 151
    add_to_admin_menu = True
    index_view_class = TermList
    filterset_class = TermFilterSet
    add_view_class = CreateFacts
    edit_view_class = TermEdit
    list_display = [
        "term",
        WordsColumn("words", label=gettext_lazy("In this language"), sort_key="words"),
        Column("locale", label=gettext_lazy("Language"), sort_key="locale"),
        "note",
    ]
    search_fields = ["term", "words", "forms", "note"]
    search_backend_name = None
    list_per_page = 50
    ordering = ["term"]
    edit_handler = ObjectList(
        [FieldPanel(name) for name in ("locale", "term", "words", "forms", "note")], base_form_class=TermForm
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Term]:
        return Term.objects.select_related("locale")
