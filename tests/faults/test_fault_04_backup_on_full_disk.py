"""Fault 4: a backup onto a full disk fails loudly and keeps the previous one."""

import pytest
from homes import BOTH
from served import closeknit, serving
from small_disk import small_disk

pytestmark = pytest.mark.fault
PAGE = 4096  # bytes, what the smallest file takes there


@pytest.fixture
def disk():
    with small_disk() as made:
        yield made


@pytest.mark.parametrize("pages", [0, 1, 24])
def test_a_backup_without_room_fails_and_the_previous_one_stays_and_restores(
    home, disk, tmp_path, pages
):
    target, elsewhere = disk.folder / "nightly.sqlite3", tmp_path / "elsewhere"
    secrets = tmp_path / "secrets.json"
    with serving(home.folder):
        assert closeknit("backup", str(target), home=home.folder).returncode == 0
        saved = closeknit("backup", "--secrets", str(secrets), home=home.folder)
        previous = target.read_bytes()
        disk.fill(leaving=pages * PAGE)

        failed = closeknit("backup", str(target), home=home.folder)
    back = closeknit("restore", str(target), "--secrets", str(secrets), home=elsewhere)

    assert saved.returncode == 0, saved.stderr
    assert failed.returncode == 1
    assert "failed" in failed.stderr
    assert "Traceback" not in failed.stderr
    assert target.read_bytes() == previous
    assert [path.name for path in disk.folder.iterdir()] == [target.name]
    assert back.returncode == 0, back.stderr
    assert home.at(elsewhere).seen() == BOTH


@pytest.mark.parametrize("pages", [0, 1])
def test_a_copy_of_the_secrets_without_room_fails_and_the_previous_one_stays(home, disk, pages):
    target = disk.folder / "secrets.json"
    saved = closeknit("backup", "--secrets", str(target), home=home.folder)
    previous = target.read_bytes()
    disk.fill(leaving=pages * PAGE)
    other = disk.folder / "other.json"

    again = closeknit("backup", "--secrets", str(other), home=home.folder)

    assert saved.returncode == 0, saved.stderr
    assert target.read_bytes() == previous
    assert "Traceback" not in again.stderr
    assert (again.returncode == 0) is (other.exists() and other.read_bytes() == previous)
