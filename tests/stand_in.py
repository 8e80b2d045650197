"""Another database in place of the tests' own, as several threads open it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections


@contextmanager
def standing_in(**settings: object) -> Iterator[None]:
    """Let `connections["default"]` be the database with these settings."""
    before, settings_before = connections["default"], connections.settings["default"]
    connections.settings["default"] = {**settings_before, **settings}
    connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        connections["default"].close()
        connections.settings["default"] = settings_before
        connections["default"] = before
