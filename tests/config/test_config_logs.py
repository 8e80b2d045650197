import logging
import sys

import pytest

from closeknit.config.logs import RedactingFormatter


@pytest.mark.parametrize(
    "path",
    [
        "/begin/aVerySecretLink/",
        "/join/abcde-river-stone-lamp-cloud-fern-oak/",
        "/begin/aVerySecretLink",
        "/calendar/aVerySecretLink/quiet.ics",
        "/join/aVerySecretLink?next=/",
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


def _record(message, *arguments):
    return logging.LogRecord("django.request", logging.WARNING, "", 1, message, arguments, None)
