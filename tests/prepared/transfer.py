"""Copy the rows of an SQLite database into a PostgreSQL database with the same tables."""

import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
from psycopg import sql

#: Tables whose columns depend on the database.
NOT_COPIED = ("django_migrations", "wagtailsearch_indexentry")


def transfer(file: Path, url: str) -> None:
    """Replace the rows of all tables. PostgreSQL reads booleans, times and JSON as SQLite has stored them."""
    with closing(sqlite3.connect(file)) as source, psycopg.connect(url, options="-c TimeZone=UTC") as target:
        rows = target.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        tables = [name for (name,) in rows if name not in NOT_COPIED]
        target.execute(sql.SQL("TRUNCATE {} CASCADE").format(sql.SQL(", ").join(map(sql.Identifier, tables))))
        # Foreign keys are checked at the end of the transaction.
        for table in tables:
            copy_rows(table, source, target)


def copy_rows(table: str, source: sqlite3.Connection, target: psycopg.Connection) -> None:
    rows = source.execute(f'SELECT * FROM "{table}"')
    columns = [column[0] for column in rows.description]
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with target.cursor() as cursor:
        with cursor.copy(into) as copy:
            for row in rows:
                copy.write_row(row)
        if cursor.rowcount and "id" in columns:
            cursor.execute(
                sql.SQL("SELECT setval(pg_get_serial_sequence({}, 'id'), (SELECT max(id) FROM {}))").format(
                    sql.Literal(f'"{table}"'), sql.Identifier(table)
                )
            )
