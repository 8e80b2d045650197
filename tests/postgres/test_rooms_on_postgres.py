"""The rooms' own tests once more, in a process of their own whose database is PostgreSQL."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.postgres
TESTS = Path(__file__).parents[1]
ON_A_FILE_OF_SQLITE = "test_questions_at_once"  # test_postgres_at_once has its like


@pytest.mark.parametrize(
    "which",
    [
        ("rooms/people",),
        ("rooms/questions", f"--ignore=rooms/questions/{ON_A_FILE_OF_SQLITE}.py"),
        ("rooms/moments", "rooms/practices", "rooms/archive"),
        ("test_reads_write_nothing.py",),
    ],
    ids=("people", "questions", "moments, practices and archive", "reads write nothing"),
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
