"""Of some pages and records there is one in a language: one for each city or edition, or one altogether."""

from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class OneInLanguage:
    """For a page or record: the rule holds for forms, copies, aliases, imports and translations alike."""

    #: Fields whose values tell it from the others of its language; an empty tuple if it is the only one. Without the
    #: tuple there may be many.
    one_for_each: ClassVar[tuple[str, ...] | None] = None
    #: ``title`` is the one that is there.
    there_is_one: ClassVar[Any] = _("There is one in this language already: %(title)s.")

    def twin(self, locale_id: Any) -> Self | None:
        """The one that is there already, if this one is to be of that language."""
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
        """Of pages that are not live: one that is new. What is there already may always be withdrawn."""
        super().minimal_clean()  # type: ignore[misc]
        if self._state.adding:  # type: ignore[attr-defined]
            self.refuse_twin(self.twin(self.locale_id))  # type: ignore[attr-defined]
