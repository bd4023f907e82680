"""System checks of page types and translatable fields, for omissions that otherwise only readers would notice."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.db.models import Model
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, TranslatableMixin, get_page_models
from wagtail.snippets.models import get_snippet_models
from wagtail_localize.fields import get_translatable_fields

from amf_site.field_names import edit_handlers

#: Wagtail's own fields that hold no content: tree position, status, dates, owner.
BOOKKEEPING = {
    *("alias_of", "content_type", "depth", "draft_title", "expire_at", "expired", "first_published_at", "go_live_at"),
    *("has_unpublished_changes", "id", "last_published_at", "latest_revision", "latest_revision_created_at", "live"),
    *("live_revision", "locale", "locked", "locked_at", "locked_by", "numchild", "owner", "page_ptr", "path"),
    *("sort_order", "translation_key", "url_path", "comments", "wagtail_admin_comments"),
}
#: Fields without a panel on purpose: the menu is a separate record (``SiteNavigation``), so nobody sets this flag.
NOT_IN_FORMS = {"show_in_menus"}


@register
def check_content(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    pages = [model for model in get_page_models() if model is not Page]
    return [
        *(message for model in pages for message in check_page_type(model)),
        *(message for model in translated_models(pages) for message in check_fields(model)),
        *(message for model, handler in edit_handlers() for message in check_panels(model, handler)),
    ]


def check_page_type(model: Any) -> Iterator[CheckMessage]:
    if not hasattr(model._default_manager, "with_records"):
        yield Error(
            f"{model._meta.label} has no with_records(): each of its pages would answer 500.",
            hint="Derive it from pages.models.BasePage; a manager of its own is made of pages.querysets.PageQuerySet.",
            obj=model,
            id="pages.E001",
        )
    try:
        get_template(model.template)
    except TemplateDoesNotExist:
        yield Error(
            f"{model._meta.label} has no template.",
            hint=f"Write templates/{model.template}; a page type beside it shows how.",
            obj=model,
            id="pages.E002",
        )
    if not hasattr(model, "parent_page_types"):
        yield Error(
            f"{model._meta.label} does not say below which pages it may stand.",
            hint="Give it parent_page_types; without, editors may put it anywhere.",
            obj=model,
            id="pages.E003",
        )
    if not hasattr(model, "subpage_types") and not model.allowed_subpage_models():
        yield Error(
            f"{model._meta.label} does not say which pages may stand below it, and no page type names it.",
            hint="Give it subpage_types, an empty list if it is to have none.",
            obj=model,
            id="pages.E003",
        )
    yield from check_places(model)
    if not getattr(model, "page_description", ""):
        yield Error(
            f"{model._meta.label} does not say what it is.",
            hint="Give it page_description: a sentence for editors who choose the type of a new page.",
            obj=model,
            id="pages.E007",
        )


def check_places(model: Any) -> Iterator[CheckMessage]:
    """Check that parent and child types name each other: if only one does, Wagtail silently offers no such page."""
    above = model.clean_parent_page_models() if hasattr(model, "parent_page_types") else []
    below = model.clean_subpage_models() if hasattr(model, "subpage_types") else []
    refused = [(parent, model, "subpage_types") for parent in above if model not in parent.clean_subpage_models()]
    refused += [(child, model, "parent_page_types") for child in below if model not in child.clean_parent_page_models()]
    for other, this, names in refused:
        yield Error(
            f"{this._meta.label} names {other._meta.label}, which does not name it: no editor is offered the place.",
            hint=f"Add {this._meta.label} to {names} of {other._meta.label}, or take the name out here.",
            obj=this,
            id="pages.E006",
        )


def check_panels(model: Any, handler: Any) -> Iterator[CheckMessage]:
    """Check that every content field has a panel: without one, a required field makes a page impossible to publish."""
    form = handler.get_form_class()
    shown = {*form.base_fields, *getattr(form, "formsets", ())}
    if hidden := content_fields(model) - shown - NOT_IN_FORMS:
        yield Error(
            f"The admin has no field for {', '.join(sorted(hidden))} of {model._meta.label}.",
            hint="Give it a FieldPanel, or an InlinePanel for rows, in content_panels of a page or panels of a record; "
            "or editable=False, if the site itself fills it.",
            obj=model,
            id="pages.E008",
        )


def translated_models(pages: list[type[Page]]) -> list[type[Model]]:
    """Return the translatable page types and snippets, and the models of their translatable inline rows."""
    whole = [*pages, *(model for model in get_snippet_models() if issubclass(model, TranslatableMixin))]
    rows = [relation.related_model for model in whole for relation in get_all_child_relations(model)]
    return list(dict.fromkeys([*whole, *(row for row in rows if issubclass(row, TranslatableMixin))]))


def check_fields(model: Any) -> Iterator[CheckMessage]:
    if not hasattr(model, "translatable_fields"):
        yield Error(
            f"{model._meta.label} does not say which of its fields are translated.",
            hint="Give it translatable_fields; without, wagtail-localize guesses, and translators get the slug too.",
            obj=model,
            id="pages.E004",
        )
    elif unnamed := unnamed_fields(model):
        yield Error(
            f"{model._meta.label} does not say whether {', '.join(sorted(unnamed))} is translated or shared.",
            hint="Name each in translatable_fields, as TranslatableField or SynchronizedField; otherwise translations "
            "keep its first value for ever.",
            obj=model,
            id="pages.E005",
        )


def unnamed_fields(model: Any) -> set[str]:
    named = {rule.field_name for rule in get_translatable_fields(model)}
    # The landing pages of all languages are siblings, so each needs its own slug.
    own = {"slug"} if getattr(model, "parent_page_types", []) == ["wagtailcore.Page"] else set()
    return content_fields(model) - named - own


def content_fields(model: Any) -> set[str]:
    """Return the names of the fields and child relations that an editor fills in."""
    fields = {field.name for field in model._meta.get_fields() if getattr(field, "editable", False) and field.concrete}
    fields |= {relation.related_name for relation in get_all_child_relations(model)}
    fields -= {field.name for field in model._meta.get_fields() if isinstance(field, ParentalKey)}
    return fields - BOOKKEEPING
