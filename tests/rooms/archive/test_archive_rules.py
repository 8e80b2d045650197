from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import pytest

from closeknit.rooms.archive.rules import Archive, Space, document_of, to_plain


class Landing(StrEnum):
    WARMED = "warmed"


@dataclass(frozen=True)
class Row:
    on: date
    words: str


@dataclass(frozen=True)
class Room:
    key: str
    rows: tuple[Row, ...]
    title: str = "Thanks"
    template: str = "thanks.html"


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        ("words", "words"),
        (7, 7),
        (True, True),
        (None, None),
        (date(2026, 3, 2), "2026-03-02"),
        (datetime(2026, 3, 2, 19, tzinfo=UTC), "2026-03-02T19:00:00+00:00"),
        (UUID(int=7), "00000000-0000-0000-0000-000000000007"),
        (Landing.WARMED, "warmed"),
        ((1, date(2026, 3, 2)), [1, "2026-03-02"]),
        ([UUID(int=1)], ["00000000-0000-0000-0000-000000000001"]),
        (frozenset({date(2026, 3, 2), date(2026, 3, 1)}), ["2026-03-01", "2026-03-02"]),
        ({"b", "a"}, ["a", "b"]),
        ({7: Landing.WARMED}, {"7": "warmed"}),
        (Row(date(2026, 3, 2), "you made tea"), {"on": "2026-03-02", "words": "you made tea"}),
        (1.5, 1.5),
    ],
)
def test_each_value_becomes_what_json_can_hold(value, plain):
    found = to_plain(value)

    assert found == plain
    assert type(found) is type(plain)


def test_the_file_keeps_the_keys_that_it_has_always_had():
    thanks: Any = Room("thanks", (Row(date(2026, 3, 2), "you made tea"),))
    space = Space(date(2026, 1, 1), date(2026, 3, 3), "Bob", [thanks])
    archive = Archive(date(2026, 3, 4), "Alice", [space])

    assert document_of(archive) == {
        "format": "closeknit-archive/1",
        "taken_on": "2026-03-04",
        "name": "Alice",
        "spaces": [
            {
                "opened_on": "2026-01-01",
                "closed_on": "2026-03-03",
                "partner": "Bob",
                "thanks": [{"on": "2026-03-02", "words": "you made tea"}],
            }
        ],
    }
