"""No page for readers makes the database read the whole table of pages, however many there are."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from tests.large_site import copy_page, count_rows

pytestmark = pytest.mark.django_db

#: Beside those of the demo, in each language: enough for a database to prefer an index.
MORE = 1000
TABLE = "wagtailcore_page"
ADDRESSES = (
    "/",
    "/en/",
    "/en/who-we-are/",
    "/en/who-we-are/governance/",
    "/en/who-we-are/strategic-plan/",
    "/en/members/",
    "/en/members/?country=IR&theme=environment",
    "/en/members/tabriz/",
    "/en/members/projects/",
    "/en/members/partnerships/",
    "/en/members/data/members/json/",
    "/en/news/",
    "/en/news/?page=9",
    "/en/news/?city=tabriz&year=2012",
    "/en/news/general-assembly-in-bangkok/",
    "/en/news/feed/",
    "/en/events/",
    "/en/events/general-assembly-bangkok-2012/",
    "/en/events/ics/",
    "/en/documents/",
    "/en/nowhere/",
    "/sitemap-en.xml",
)


@pytest.fixture
def many(db) -> None:
    copy_page("news/general-assembly-in-bangkok", MORE, lambda n, title, code: {"date": f"{2009 + n % 17}-06-01"})
    count_rows()
    if connection.vendor == "postgresql":
        # Then it reads a whole table only if no index helps, however small the table is.
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")


def statements(client: Client, address: str) -> list[tuple[str, Any]]:
    """Return what a page asks of the database."""
    found = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SELECT"):
            found.append((sql, params))
        return execute(sql, params, many, context)

    client.get(address)
    cache.clear()
    with connection.execute_wrapper(note):
        client.get(address)
    return found


def whole_reads(sql: str, params: Any) -> list[str]:
    """Return the steps of the plan that read all pages."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"EXPLAIN {sql}", params)
            return [row[0] for row in cursor.fetchall() if re.search(rf"Seq Scan on {TABLE}\b", row[0])]
        # Its query plan has aliases, several of which have the same name; its program says which table or index it is.
        cursor.execute("SELECT rootpage, name FROM sqlite_master WHERE tbl_name = %s", [TABLE])
        of_pages = dict(cursor.fetchall())
        cursor.execute(f"EXPLAIN {sql}", params)
        program = [row[1:4] for row in cursor.fetchall()]
    opened = {cursor: of_pages.get(root) for opcode, cursor, root in program if opcode == "OpenRead"}
    return [opened[cursor] for opcode, cursor, _ in program if opcode in ("Rewind", "Last") and opened.get(cursor)]


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_statement_reads_all_pages(client, many, address):
    asked = statements(client, address)
    assert any(TABLE in sql for sql, _params in asked)
    assert {sql[:3000]: steps for sql, params in asked if (steps := whole_reads(sql, params))} == {}
