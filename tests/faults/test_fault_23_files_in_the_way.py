"""Fault 23: a folder of another user, a file in its place, a damaged header: one sentence each."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing

import pytest
from served import COMMAND, PATIENCE, closeknit, environment, serving

pytestmark = pytest.mark.fault
NOBODY = 65_534
COMMANDS = ("serve", "migrate", "invite", "send-due", "doctor", "backup")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    made = tmp_path_factory.mktemp("in-the-way") / "data"
    with serving(made):
        pass
    return made


@pytest.fixture
def own(home, tmp_path):
    return shutil.copytree(home, tmp_path / "data")


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("place", ["", "secrets"])
def test_a_file_where_a_folder_belongs_is_told_in_a_sentence(own, command, place):
    shutil.rmtree(own / place)
    (own / place).write_text("in the way")

    assert_one_sentence(closeknit(command, home=own))


@pytest.mark.parametrize("command", COMMANDS)
def test_a_damaged_header_is_told_in_a_sentence_and_stays_as_it_is(own, command):
    database = own / "closeknit.sqlite3"
    with database.open("r+b") as file:
        file.write(b"\xff" * 100)
    before = database.read_bytes()

    assert_one_sentence(closeknit(command, home=own))
    assert database.read_bytes() == before


def test_a_damaged_schema_is_told_in_a_sentence(own):
    with closing(sqlite3.connect(own / "closeknit.sqlite3")) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_schema SET sql = 'CREATE TABLE (' WHERE type = 'table'")
        connection.commit()

    assert_one_sentence(closeknit("serve", home=own))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may start a command as another user")
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("shut", ["", "secrets/pepper", "closeknit.sqlite3"])
def test_what_belongs_to_another_user_is_told_in_a_sentence(own, command, shut):
    """Only what is shut is root's; all else is the other user's own."""
    for folder in (own.parent, *own.parents):
        if folder.stat().st_uid == 0 and folder.name:
            folder.chmod(folder.stat().st_mode | 0o711)
    subprocess.run(["chown", "-R", str(NOBODY), own], check=True)
    os.chown(own / shut, 0, 0)
    (own / shut).chmod(0o700 if (own / shut).is_dir() else 0o600)

    done = subprocess.run(
        [COMMAND, command],
        env=environment(own),
        user=NOBODY,
        group=NOBODY,
        extra_groups=[],
        cwd="/",
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )

    assert_one_sentence(done)


def test_a_backup_goes_into_a_folder_that_is_not_there_yet_whatever_its_name(own, tmp_path):
    stick = tmp_path / "stick.2026"

    for _night in range(2):
        assert closeknit("backup", f"{stick}/", home=own).returncode == 0
    named = closeknit("backup", str(tmp_path / "one.sqlite3"), home=own)

    assert stick.is_dir()
    assert all(copy.suffix == ".sqlite3" for copy in stick.iterdir())
    assert named.returncode == 0
    assert (tmp_path / "one.sqlite3").is_file()


def assert_one_sentence(done):
    assert done.returncode != 0, done.stdout
    said = done.stdout + done.stderr
    assert "Traceback" not in said, said
    assert done.stderr.strip().endswith(".") or done.stdout.strip().endswith("."), said
