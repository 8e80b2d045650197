"""The disk is full at the first start, at an update, or where the secrets are saved."""

import shutil
import sqlite3
from contextlib import closing

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


@pytest.mark.parametrize("pages", [0, 2, 6, 64])
def test_a_first_start_without_room_leaves_whole_secrets_or_none_and_the_next_one_serves(
    disk, pages
):
    home = disk.folder / "data"
    disk.fill(leaving=pages * PAGE)

    refused = closeknit("serve", home=home)
    secrets = [path.read_text() for path in (home / "secrets").glob("[!.]*")]
    disk.make_room()

    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert "full" in refused.stderr
    assert all(len(text) == 64 for text in secrets)
    with serving(home) as server:
        assert server.status("/readyz") == 200
        assert server.status(server.setup_path) == 302


def test_an_update_without_room_for_its_copy_changes_nothing(disk, first_home):
    home = disk.folder / "data"
    shutil.copytree(first_home.folder, home)
    with closing(sqlite3.connect(home / "closeknit.sqlite3")) as connection:
        connection.execute("DROP TABLE django_session")
        connection.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
        connection.commit()
    before = (home / "closeknit.sqlite3").read_bytes()
    disk.fill(leaving=32 * PAGE)

    refused = closeknit("migrate", home=home)
    found = (home / "closeknit.sqlite3").read_bytes()
    disk.make_room()
    done = closeknit("migrate", home=home)

    assert refused.returncode == 1
    assert "no room" in refused.stderr
    assert found == before
    assert done.returncode == 0, done.stderr
    assert first_home.at(home).seen() == BOTH


def test_secrets_that_were_saved_are_told_to_be_so_though_that_cannot_be_noted(disk, tmp_path):
    home, file = disk.folder / "data", tmp_path / "secrets.json"
    with serving(home):
        pass
    disk.fill(leaving=0)

    told = closeknit("backup", "--secrets", str(file), home=home)
    disk.make_room()

    assert told.returncode == 1
    assert f"saved in {file}" in told.stderr
    assert "Traceback" not in told.stderr
    assert closeknit("restore", "--secrets-only", str(file), home=home).returncode == 0
