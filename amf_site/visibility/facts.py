"""Admin views of records without a draft state, whose every saved value readers or translators see at once."""

from typing import Any

from wagtail.admin.views.generic import CopyViewMixin
from wagtail.snippets.views.snippets import CreateView, EditView


class CreateFacts(CreateView):
    """Create view without autosave, which would publish half-typed values."""

    def setup(self, *args: Any, **kwargs: Any) -> None:
        super().setup(*args, **kwargs)
        self.autosave_enabled = False


class EditFacts(EditView):
    """Edit view without autosave, for the same reason."""

    def setup(self, *args: Any, **kwargs: Any) -> None:
        super().setup(*args, **kwargs)
        self.autosave_enabled = False


class CopyFacts(CopyViewMixin, CreateFacts):
    """Create view that begins with the values of another record."""
