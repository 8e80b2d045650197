"""Fault 4: a backup onto a full disk fails loudly and keeps the previous one."""

import resource
import subprocess

import pytest
from served import COMMAND, PATIENCE, environment

ROOM = 100 * 1024  # bytes, far less than the database


@pytest.mark.fault
def test_a_backup_without_room_fails_and_the_previous_one_stays(household, tmp_path):
    target = tmp_path / "copies" / "nightly.sqlite3"
    assert _backup(household, target).returncode == 0
    previous = target.read_bytes()

    failed = _backup(household, target, room=ROOM)

    assert failed.returncode == 1
    assert "failed" in failed.stderr
    assert target.read_bytes() == previous
    assert [path.name for path in target.parent.iterdir()] == [target.name]


def _backup(household, target, room=None):
    def limit():
        if room is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    return subprocess.run(
        [COMMAND, "backup", str(target)],
        env=environment(household.folder),
        preexec_fn=limit,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
