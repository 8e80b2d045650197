import io
import logging
import sys

import pytest

from closeknit.config import logs
from closeknit.config.logs import BoundedHandler, RedactingFormatter


@pytest.mark.parametrize(
    "path",
    [
        "/begin/aVerySecretLink/",
        "/join/abcde-river-stone-lamp-cloud-fern-oak/",
        "/begin/aVerySecretLink",
        "/calendar/aVerySecretLink/quiet.ics",
        "/join/aVerySecretLink?next=/",
        "/account/reset/key/3k-aVerySecretLink/",
    ],
)
def test_a_one_time_secret_is_replaced_wherever_it_stands(path):
    line = RedactingFormatter().format(_record("Not Found: %s", path))

    assert "Secret" not in line
    assert "river" not in line
    assert "/…" in line


def test_a_secret_in_a_traceback_is_replaced_too():
    try:
        int("/begin/aVerySecretLink/")
    except ValueError:
        record = _record("Internal Server Error: %s", "/begin/aVerySecretLink/")
        record.exc_info = sys.exc_info()

    line = RedactingFormatter().format(record)

    assert "ValueError" in line
    assert "Secret" not in line


def test_other_paths_stay_readable():
    assert RedactingFormatter().format(_record("%s", "/guide/faq/")) == "/guide/faq/"


def test_an_address_of_64_kilobytes_leaves_one_short_line():
    assert len(RedactingFormatter().format(_record("Not Found: %s", "/a" * 32_000))) < 1100


def test_what_a_stranger_repeats_is_written_five_times_and_then_counted(monkeypatch):
    now = 0.0
    monkeypatch.setattr(logs.time, "monotonic", lambda: now)
    handler, written = BoundedHandler(), io.StringIO()
    handler.setStream(written)
    handler.setFormatter(RedactingFormatter())

    for count in range(1_239):
        handler.emit(_record("Not Found: %s", f"/begin/secret{count}/"))
    now = 61.0
    handler.emit(_record("Something else", line=2))
    handler.emit(_record("Not Found: %s", "/again/"))

    assert written.getvalue().splitlines() == [
        *["Not Found: /begin/…/"] * 5,
        "… and 1,234 more like it: Not Found: %s",
        "Something else",
        "Not Found: /again/",
    ]


def test_two_different_errors_of_the_same_place_are_both_written():
    handler, written = BoundedHandler(), io.StringIO()
    handler.setStream(written)

    for failing in ("int('x')", "[].pop()"):
        for _ in range(9):
            try:
                eval(failing)  # noqa: S307  one of the two above
            except (ValueError, IndexError):
                record = _record("Internal Server Error: %s", "/")
                record.exc_info = sys.exc_info()
            handler.emit(record)

    assert written.getvalue().count("\nValueError:") == 5
    assert written.getvalue().count("\nIndexError:") == 5


def _record(message, *arguments, line=1):
    return logging.LogRecord("django.request", logging.WARNING, "", line, message, arguments, None)
