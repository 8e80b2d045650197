"""The rooms' own tests once more, in a process of their own whose database is PostgreSQL."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.postgres
TESTS = Path(__file__).parents[1]
ON_A_FILE_OF_SQLITE = "test_questions_at_once"  # test_postgres_at_once has its like
_OF_SQLITE = ("pairing_at_once", "people_argon2", "people_at_once", "people_counts", "reset_mail")
PEOPLE_ON_SQLITE = tuple(
    f"--ignore=rooms/people/test_{name}.py" for name in _OF_SQLITE
)  # they hand an SQLite file to threads; test_postgres_at_once has the first one's like
REMINDERS_ON_SQLITE = tuple(
    f"--ignore=rooms/notifications/test_notifications_{name}.py"
    for name in ("at_once", "held", "sending")
)  # they hand an SQLite file to a child or to threads; test_reminders_at_once has their like


@pytest.mark.parametrize(
    "which",
    [
        ("rooms/people", *PEOPLE_ON_SQLITE),
        ("rooms/questions", f"--ignore=rooms/questions/{ON_A_FILE_OF_SQLITE}.py"),
        ("rooms/moments", "rooms/practices", "rooms/archive"),
        ("rooms/notifications", "rooms/calendar", *REMINDERS_ON_SQLITE),
        ("test_reads_write_nothing.py", "test_revealed_together.py"),
    ],
    ids=(
        "people",
        "questions",
        "moments, practices and archive",
        "reminders",
        "reads write nothing, and both open together",
    ),
)
def test_a_room_behaves_on_postgresql_as_it_does_on_sqlite(database_url, which):
    options = ("-q", "--tb=short", "-p", "no:cacheprovider", "--ds=postgres_settings")
    here = {"TESTED_DATABASE_URL": database_url, "PYTHONPATH": str(Path(__file__).parent)}

    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *which],
        cwd=TESTS,
        env={**os.environ, **here},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
