"""Every page of the admin, and every form on it with what breaks programs: no answer is a fault.

A part each time; ``AMF_FORMS=2 AMF_SEED=7 pytest -s tests/admin/test_every_form.py`` goes through all of them, with two
values for each field, which takes a quarter of an hour of a processor. A field that many forms have, as those of the
blocks of a page, is broken in one of them.
"""

import os
import random
from collections import Counter
from typing import Any

import pytest

from tests.hostile import told, undone
from tests.translation.people import client_of

from .breaking import FORM, METHODS, OVERSIZED, broken, send
from .crawling import Found, crawl
from .forms import Form

pytestmark = pytest.mark.django_db

VALUES_OF_A_FIELD = int(os.environ.get("AMF_FORMS", "0"))
SEED = os.environ.get("AMF_SEED", "1")
#: Without ``AMF_FORMS``: so many addresses are looked at, and so many broken forms are sent.
ADDRESSES, SENT = 25, 25


class Walk:
    """What somebody of a role meets, and how it was answered."""

    def __init__(self, role: str) -> None:
        self.client = client_of(role)
        self.client.raise_request_exception = False
        self.chance = random.Random(SEED)
        self.statuses: Counter[int] = Counter()
        self.faults: Counter[str] = Counter()

    def note(self, what: str, status: int, error: Any) -> None:
        self.statuses[status] += 1
        if status >= 500:
            self.faults[f"{told(error)} ({what})"] += 1

    def see(self, most: int) -> list[Found]:
        found = []
        for each in crawl(self.client, self.chance):
            self.note(each.address, each.status, each.error)
            found.append(each)
            if len(found) == most:
                break
        return found

    def send(self, form: Form, how: str, pairs: Any) -> None:
        response = send(self.client, form, pairs, self.chance)
        self.note(f"{form.action} {how}", response.status_code, getattr(response, "exc_info", None))

    def method(self, address: str, method: str) -> None:
        with undone():
            response = self.client.generic(method, address, "a=1", content_type=FORM)
        self.note(f"{method} {address}", response.status_code, getattr(response, "exc_info", None))


def kinds_of_forms(found: list[Found]) -> list[Form]:
    """One of each: the same fields at the same kind of address are the same form. Nobody is logged out."""
    kinds = {}
    for each in found:
        for form in each.forms:
            names = tuple(sorted({name for name, _value in form.pairs}))
            if "logout" not in form.action:
                kinds.setdefault((each.kind[:1], names, tuple(form.buttons)), form)
    return list(kinds.values())


@pytest.mark.parametrize("role", ["superuser", "editor", "translator"])
def test_no_form_is_answered_by_a_fault(role):
    walk = Walk(role)
    found = walk.see(0 if VALUES_OF_A_FIELD else ADDRESSES)
    forms = kinds_of_forms(found)
    assert forms
    known: set = set()
    each = VALUES_OF_A_FIELD or 1
    sent = [(form, how, pairs) for form in forms for how, pairs in broken(form, walk.chance, each, known)]
    if not VALUES_OF_A_FIELD:
        sent = walk.chance.sample(sent, min(SENT, len(sent)))
    for form, how, pairs in sent:
        walk.send(form, how, pairs)
    for each in found if VALUES_OF_A_FIELD else walk.chance.sample(found, 5):
        walk.method(each.address, walk.chance.choice(METHODS))
    print(f"{role}, seed {SEED}: {len(found)} addresses, {len(forms)} forms, {dict(sorted(walk.statuses.items()))}")
    assert walk.faults == {}


def test_what_is_too_large_is_refused_in_words():
    walk = Walk("superuser")
    forms = kinds_of_forms(walk.see(40))[:4]
    assert forms
    for form in forms:
        for name, _value in form.pairs[-1:]:
            walk.send(form, "oversized", [(name, OVERSIZED)])
        walk.send(form, "too many", [(f"field-{number}", "") for number in range(20_000)])
    assert walk.faults == {}
    assert walk.statuses[400]
