"""Who may do what at every address of the desk: role by address by method.

An address that is not in ``TABLE`` fails the test: whoever adds one says for whom it is. All examples are about the
Persian translation of one page.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, reverse
from wagtail.models import Locale
from wagtail_localize.models import OverridableSegment, StringSegment, Translation

from amf_site.demo.builders import page_of
from amf_site.translation import urls
from amf_site.translation.health.checks import CHECKS
from amf_site.translation.models import Comment, Job
from tests.translation.people import EDITORS, ROLES, TRANSLATORS, client_of, user_of

pytestmark = pytest.mark.django_db

METHODS = ("get", "post", "put", "patch", "delete")

STAFF = tuple(role for role in ROLES if role != "anonymous")
DESK = (*TRANSLATORS, *EDITORS)
#: Who translates into Persian, and who publishes it.
PERSIAN = ("translator", "reviewer", *EDITORS)
PUBLISH = ("reviewer", *EDITORS)
#: Who sees a job that the translator has started.
OF_THE_JOB = ("translator", *EDITORS)
ADMINISTRATORS = ("administrator", "superuser")
#: One that asks nobody.
MACHINE = "wagtail_localize.machine_translators.dummy.DummyTranslator"
#: A kind of damage that can be mended.
CURED = next(check.name for check in CHECKS if check.cure)


@dataclass(frozen=True)
class Row:
    """To whom an address answers, by method; it refuses everybody else and every other method."""

    get: Collection[str] = ()
    post: Collection[str] = ()
    #: Values of the address that differ from ``Example.value_of``.
    values: dict[str, Any] = field(default_factory=dict)
    #: What of the address names ``Example.page``.
    query: str = ""
    #: What is posted, where nothing is no answer.
    data: dict[str, str] = field(default_factory=dict)


TABLE = {
    "board": Row(get=DESK),
    "bulk": Row(post=DESK),
    "submit": Row(get=EDITORS, post=EDITORS, query="content_type={kind}&pk={page}"),
    "submit_now": Row(post=EDITORS, query="content_type={kind}&pk={page}&language=fa"),
    "guide": Row(get=STAFF),
    "guide_of": Row(get=STAFF),
    "jobs": Row(get=DESK),
    "job": Row(get=OF_THE_JOB),
    "job_state": Row(get=OF_THE_JOB),
    "job_resume": Row(post=OF_THE_JOB),
    "export": Row(get=DESK, post=DESK),
    "job_file": Row(get=("translator",), values={"job_id": "export"}),
    "import": Row(get=DESK, post=DESK),
    "import_report": Row(get=("translator",), post=("translator",), values={"job_id": "import"}),
    "import_table": Row(get=("translator",), values={"job_id": "import"}),
    "edit": Row(get=PERSIAN, post=PERSIAN),
    "segment": Row(post=PERSIAN),
    "check": Row(post=PERSIAN),
    "status": Row(get=PERSIAN),
    "comment": Row(post=PERSIAN),
    "resolve": Row(post=PERSIAN),
    "override": Row(post=PERSIAN, values={"segment_id": "overridable"}),
    "step": Row(post=PERSIAN),
    "publish": Row(post=PUBLISH),
    "preview": Row(get=PERSIAN),
    "suggestions": Row(get=PERSIAN),
    "machine": Row(post=PERSIAN),
    "consistency": Row(get=DESK),
    "glossary_files": Row(get=DESK, post=DESK),
    "glossary_export": Row(get=DESK),
    "languages": Row(get=DESK),
    "open_language": Row(get=ADMINISTRATORS, post=ADMINISTRATORS),
    "language_stage": Row(get=ADMINISTRATORS, post=ADMINISTRATORS),
    "minimum_coverage": Row(get=ADMINISTRATORS, post=ADMINISTRATORS),
    "make_drafts": Row(post=ADMINISTRATORS),
    "health": Row(get=ADMINISTRATORS, post=ADMINISTRATORS, data={"check": CURED}),
    "same_step": Row(get=EDITORS, post=EDITORS, query="on={kind}-{page}"),
    "together": Row(get=EDITORS, post=EDITORS),
    "stop": Row(get=EDITORS, post=EDITORS),
    "start": Row(get=EDITORS, post=EDITORS),
    "make_source": Row(get=EDITORS, post=EDITORS),
}


class Example:
    """Objects that exist, for the addresses."""

    def __init__(self) -> None:
        self.page = page_of("about")
        self.kind = ContentType.objects.get_for_model(type(self.page)).pk
        self.translation = Translation.objects.get(
            source__object_id=self.page.translation_key, target_locale__language_code="fa"
        )

    def value_of(self, name: str, row: Row) -> Any:
        match row.values.get(name, name):
            case "translation_id":
                return self.translation.pk
            case "segment_id":
                return StringSegment.objects.filter(source=self.translation.source_id).first().pk
            case "overridable":
                return OverridableSegment.objects.filter(source=self.translation.source_id).first().pk
            case "comment_id":
                return Comment.objects.create(translation=self.translation, text="?").pk
            case "job_id":
                return Job.objects.create(kind=Job.Kind.SUBMIT, user=user_of("translator")).pk
            case "export" | "import" as kind:
                job = Job(kind=kind, user=user_of("translator"), options={"dry": True}, state=Job.State.DONE)
                job.file.save("job.zip", ContentFile(b""))
                return job.pk
            case "locale_id":
                return Locale.objects.get(language_code="fa").pk
            case "language_code":
                return "fa"
            case "stage":
                return "preview"
            case "step":
                return "unpublish"
            case "content_type":
                return self.kind
            case "pk":
                return self.page.pk
            case "name":
                return "editing"
            case value:
                raise LookupError(f"no example of {value}")

    def address(self, pattern: URLPattern, row: Row) -> str:
        values = {name: self.value_of(name, row) for name in pattern.pattern.converters}
        query = row.query.format(kind=self.kind, page=self.page.pk)
        return reverse(f"translation:{pattern.name}", kwargs=values) + (f"?{query}" if query else "")


def addresses(patterns=urls.urlpatterns) -> list[URLPattern]:
    return [
        found
        for pattern in patterns
        for found in ([pattern] if isinstance(pattern, URLPattern) else addresses(pattern.url_patterns))
    ]


def test_every_address_says_for_whom_it_is():
    assert {pattern.name for pattern in addresses()} <= set(TABLE)


def outcome(client: Client, method: str, address: str, data: dict[str, str]) -> str:
    """What happens, in one word. Nothing of it stays."""
    with transaction.atomic():
        response = client.post(address, data) if method == "post" else getattr(client, method)(address)
        if response.streaming:
            # To the end, which closes the file; to close the response would close PostgreSQL's connection.
            b"".join(response.streaming_content)
        transaction.set_rollback(True)
    goal = response.headers.get("Location", "")
    if goal.startswith("/admin/login/"):
        return "login"
    if response.status_code == 403 or goal == "/admin/":
        return "refused"
    if response.status_code >= 500:
        return "error"
    return {404: "missing", 405: "no such method"}.get(response.status_code, "in")


@pytest.mark.parametrize("pattern", addresses(), ids=lambda pattern: pattern.name)
@pytest.mark.parametrize("role", ROLES)
def test_who_gets_in(role, pattern, settings):
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {"CLASS": MACHINE}
    row, client = TABLE[pattern.name], client_of(role)
    address = Example().address(pattern, row)
    for method in METHODS:
        found = outcome(client, method, address, row.data)
        if role == "anonymous":
            assert found == "login", method
        elif role in getattr(row, method, ()):
            assert found == "in", method
        elif method == "put" and role in row.post:
            assert found in ("in", "no such method"), "Django takes it for a form that was posted empty"
        else:
            assert found in ("refused", "missing", "no such method"), method
