"""However many couples a server has, a page finds its rows by an index."""

import pytest
from cast import Person
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

EVERY_EVENING = ("/", "/tonight/", "/answers/", "/thanks/", "/practices/", "/settings/", "/guide/")


def tables_read_whole(queries: CaptureQueriesContext) -> set[str]:
    """Return the tables that SQLite would search from end to end."""
    asked = [query["sql"] for query in queries if "WHERE" in query["sql"]]
    lines = [line for sql in asked for line in _plan(sql)]
    scanned = {line.split()[1] for line in lines if line.startswith("SCAN ")}
    made_on_the_way = {line.split()[1] for line in lines if line.startswith("CO-ROUTINE ")}
    return scanned - made_on_the_way


def _plan(sql: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + sql)
        return [row[3] for row in cursor.fetchall()]


@pytest.mark.parametrize("address", EVERY_EVENING)
def test_a_page_reads_no_table_whole(couple, address):
    alice, _bob = couple
    alice.sign_in()

    with CaptureQueriesContext(connection) as queries:
        alice.client.get(address)

    assert tables_read_whole(queries) == set()


def test_signing_in_reads_no_table_whole(alice: Person):
    given = {"login": "alice@example.org", "password": alice.password, "kind": "own"}

    with CaptureQueriesContext(connection) as queries:
        Client().post("/sign-in/", given)

    assert tables_read_whole(queries) == set()
