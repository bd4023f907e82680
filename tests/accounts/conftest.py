"""Fixtures for accounts."""

from typing import Any

import pytest
from django.db import transaction


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do within the request what waits for the commit: the transaction of a test has none."""

    def do(function: Any, *args: Any, **options: Any) -> None:
        function()

    monkeypatch.setattr(transaction, "on_commit", do)
