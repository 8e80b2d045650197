from dataclasses import replace
from pathlib import Path

import pytest
from cast import arrive
from django.db import connection
from django.test.utils import CaptureQueriesContext

from closeknit.cli import housekeeping
from closeknit.cli.housekeeping import tidy_if_it_answers
from closeknit.hosting.backups import BEFORE_UPDATE, backup_name
from closeknit.rooms.archive.actions import begin_again
from closeknit.rooms.lifecycles import tidy
from closeknit.rooms.people.actions import rows
from closeknit.rooms.people.actions.passwords import archive_keyring, stretch_new
from closeknit.rooms.people.models import ArchivedAccount, Couple, Device, Keyring, OldKeyring
from closeknit.rooms.practices.actions import say_yes
from closeknit.rooms.practices.models import Consent
from closeknit.rooms.practices.queries import gate_of
from closeknit.rooms.practices.rules.doing import Gate
from closeknit.rooms.repair.actions.asking import ask_for_time
from closeknit.rooms.repair.models import TimeRequest
from closeknit.rooms.repair.queries.waiting import asked_tonight


def test_what_has_run_out_is_forgotten_and_the_rest_stays(alice, bob, clock):
    bob.sign_in()
    archive_keyring(row=Keyring.objects.get(user=bob.user), today=clock.now.date())
    begin_again(user=alice.user, password=stretch_new(alice.password), now=clock.now)

    housekeeping.tidy(now=clock.now)
    kept = _what_runs_out()
    clock.forward(days=61)
    housekeeping.tidy(now=clock.now)

    assert kept == (1, 1, 1)
    assert _what_runs_out() == (0, 0, 0)


def _what_runs_out() -> tuple[int, ...]:
    return tuple(table.objects.count() for table in (Device, OldKeyring, ArchivedAccount))


def test_tidying_tells_how_many_rows_went_and_deletes_some_at_a_time(alice, couple, clock):
    rows.AT_ONCE, before = 2, rows.AT_ONCE
    try:
        for _day in range(5):
            archive_keyring(row=Keyring.objects.get(user=alice.user), today=clock.now.date())
        ask_for_time(viewer=alice.viewer())
        clock.forward(days=31)

        with CaptureQueriesContext(connection) as queries:
            gone = tidy(now=clock.now)
    finally:
        rows.AT_ONCE = before

    deletes = [each["sql"] for each in queries if each["sql"].startswith("DELETE")]
    assert (gone["choices"], gone["repair"], gone["meetings"]) == (5, 1, 0)
    assert sum("people_oldkeyring" in each for each in deletes) == 3


def test_yeses_and_requests_of_earlier_evenings_are_forgotten_unread(alice, bob, couple, clock):
    for person in (alice, bob):
        say_yes(viewer=person.viewer(), slug="longer-kiss")
    say_yes(viewer=alice.viewer(), slug="raw-spots")
    ask_for_time(viewer=alice.viewer())
    clock.forward(days=2)

    tidy(now=clock.now)

    assert not Consent.objects.exists()
    assert not TimeRequest.objects.exists()


@pytest.mark.parametrize("hours", [0, 9, 18.5])  # into the small hours of the same evening
def test_what_is_of_this_evening_stays_wherever_the_couple_lives(alice, bob, couple, clock, hours):
    Couple.objects.update(zone="Pacific/Honolulu")  # ten hours behind the server
    say_yes(viewer=alice.viewer(), slug="longer-kiss")
    ask_for_time(viewer=alice.viewer())
    clock.forward(hours=hours)

    tidy(now=clock.now)

    assert gate_of(viewer=alice.viewer(), slug="longer-kiss") is Gate.SAID_YES
    assert asked_tonight(viewer=bob.viewer()) is not None


def test_a_database_that_is_away_keeps_the_tidying_for_the_next_day(
    file_database, clock, tmp_path, caplog
):
    archive_keyring(row=arrive("Alice", clock).user.keyring, today=clock.now.date())
    clock.forward(days=31)
    connection.close()
    away = tmp_path.rename(tmp_path.with_name("away"))

    tidy_if_it_answers()
    away.rename(tmp_path)
    left = OldKeyring.objects.count()
    tidy_if_it_answers()

    assert "the next day tries again" in caplog.text
    assert (left, OldKeyring.objects.count()) == (1, 0)


@pytest.mark.django_db
def test_the_daily_tidying_deletes_old_copies_and_goes_on_where_it_may_not(
    clock, settings, tmp_path, monkeypatch
):
    folder = tmp_path / "backups"
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, backup_dir=folder)
    folder.mkdir()
    copy = folder / backup_name(now=clock.now, reason=BEFORE_UPDATE)
    copy.touch()
    clock.forward(days=31)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", _refused)
        housekeeping.tidy(now=clock.now)
    refused = copy.exists()
    housekeeping.tidy(now=clock.now)

    assert refused
    assert not copy.exists()


def _refused(*_arguments: object, **_more: object) -> None:
    raise PermissionError(13, "not yours")
