import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from closeknit.rooms.offline.rules import (
    REMEMBERED_FOR,
    Written,
    is_kept_beside,
    is_too_old,
    written_from,
)

SPACE = UUID(int=7)
AT = datetime(2026, 3, 2, 19, 0, tzinfo=UTC)
WHOLE: dict[str, Any] = {
    "fields": {"text": "from the train"},
    "written": AT.isoformat(),
    "space": str(SPACE),
    "day": "2026-03-02",
}


def test_what_a_device_sealed_is_read_as_it_was_written():
    expected = Written(space=SPACE, at=AT, day=date(2026, 3, 2), fields=WHOLE["fields"])

    assert written_from(json.dumps(WHOLE).encode()) == expected


@pytest.mark.parametrize("day", ["", None])
def test_a_thank_you_has_no_day(day):
    assert written_from(json.dumps({**WHOLE, "day": day}).encode()).day is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"fields": {"text": 1}},
        {"fields": ["text"]},
        {"fields": "text"},
        {"written": "soon"},
        {"written": "2026-03-02T19:00:00"},
        {"written": 7},
        {"space": "here"},
        {"space": 7},
        {"day": "2026-02-30"},
        {"day": 7},
    ],
    ids=str,
)
def test_another_shape_is_nothing(wrong):
    assert written_from(json.dumps({**WHOLE, **wrong}).encode()) is None


@pytest.mark.parametrize("missing", sorted(WHOLE))
def test_each_part_must_be_there(missing):
    rest = {name: part for name, part in WHOLE.items() if name != missing}

    assert written_from(json.dumps(rest).encode()) is None


@pytest.mark.parametrize("plain", [b"", b"[]", b"7", b"null", b"\xff", b"[" * 90_000])
def test_nonsense_is_nothing(plain):
    assert written_from(plain) is None


def test_an_entry_is_too_old_when_it_is_no_longer_known_again():
    assert not is_too_old(at=AT - REMEMBERED_FOR, now=AT)
    assert is_too_old(at=AT - REMEMBERED_FOR - timedelta(microseconds=1), now=AT)


def test_a_draft_with_words_of_its_own_is_kept_beside_the_answer():
    assert is_kept_beside(draft="the kettle", answer="the sea")
    assert not is_kept_beside(draft=" the sea ", answer="by the sea, always")
    assert not is_kept_beside(draft="  ", answer="the sea")
