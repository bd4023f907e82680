"""A uniqueness rule for pages and records: at most one per language, or one per language and city or edition."""

from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class OneInLanguage:
    """Mixin for a page or record. The rule applies to forms, copies, aliases, imports and translations alike."""

    #: Fields that are unique together within a language; an empty tuple allows one object per language, ``None`` any
    #: number.
    one_for_each: ClassVar[tuple[str, ...] | None] = None
    #: Error message; ``title`` is the existing object.
    there_is_one: ClassVar[Any] = _("There is one in this language already: %(title)s.")

    def twin(self, locale_id: Any) -> Self | None:
        """Return the other object that prevents this one from existing in the language, if any."""
        model: Any = type(self)
        values = {name: getattr(self, model._meta.get_field(name).attname) for name in self.one_for_each or ()}
        if self.one_for_each is None or None in values.values():
            return None
        return model._base_manager.filter(locale=locale_id, **values).exclude(pk=getattr(self, "pk", None)).first()

    def refuse_twin(self, twin: Self | None) -> None:
        if twin is not None:
            words = self.there_is_one % {"title": twin}
            raise ValidationError({self.one_for_each[0]: words} if self.one_for_each else words)

    def clean(self) -> None:
        super().clean()  # type: ignore[misc]
        self.refuse_twin(self.twin(self.locale_id))  # type: ignore[attr-defined]

    def minimal_clean(self) -> None:
        """Apply the rule to new pages only: it must always be possible to unpublish an existing page."""
        super().minimal_clean()  # type: ignore[misc]
        if self._state.adding:  # type: ignore[attr-defined]
            self.refuse_twin(self.twin(self.locale_id))  # type: ignore[attr-defined]
