import os
from collections.abc import Iterator

import hypothesis
import pytest
from cast import Clock, Person, arrive, pair
from django.core.cache import cache
from django.core.management import call_command
from stand_in import standing_in

from closeknit.domain.vault import stretch

hypothesis.settings.register_profile("nightly", max_examples=2_000, deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Where CLOSEKNIT_NO_SKIPS is set, as in .ci/run, a skipped test counts as a failed one."""
    report = yield
    if report.skipped and "CLOSEKNIT_NO_SKIPS" in os.environ and not hasattr(report, "wasxfail"):
        reason = report.longrepr[-1] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped where nothing may be: {reason}"
    return report


@pytest.fixture(scope="session", autouse=True)
def _quick_argon2():
    """Tests pair dozens of people; the cost itself is measured in bench/ and test_stretch."""
    before = stretch.__kwdefaults__
    stretch.__kwdefaults__ = {**before, "ops": 1, "mem": 8 * 1024}
    yield
    stretch.__kwdefaults__ = before


@pytest.fixture
def clock(settings) -> Clock:
    settings.CLOCK = Clock()
    cache.clear()
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    return settings.CLOCK


@pytest.fixture
def alice(db, clock) -> Person:
    return arrive("Alice", clock)


@pytest.fixture
def bob(db, clock) -> Person:
    return arrive("Bob", clock, alone=False)


@pytest.fixture
def couple(alice, bob) -> tuple[Person, Person]:
    pair(alice, bob)
    return alice, bob


@pytest.fixture
def charlie(db, clock) -> Person:
    return arrive("Charlie", clock)


@pytest.fixture
def dana(db, clock) -> Person:
    return arrive("Dana", clock)


@pytest.fixture
def file_database(tmp_path, django_db_setup, django_db_blocker) -> Iterator[None]:
    """A real file, with the settings of a real server, that several threads open at once."""
    name = str(tmp_path / "closeknit.sqlite3")
    with django_db_blocker.unblock(), standing_in(NAME=name):
        call_command("migrate", verbosity=0)
        yield
