"""A folder of another user, a file in its place, a damaged header: one sentence each."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing

import pytest
from served import COMMAND, PATIENCE, closeknit, environment, serving

pytestmark = pytest.mark.fault
# Root may read whatever its mode says, until it gives that right up.
AS_ANYBODY = ("setpriv", "--bounding-set=-dac_override,-dac_read_search") * (os.geteuid() == 0)
COMMANDS = ("serve", "invite", "doctor", "backup")


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

    needs_no_secret = command == "backup" and place == "secrets"
    assert_one_sentence(closeknit(command, home=own), ends_well=needs_no_secret)


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


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("shut", ["", "secrets/pepper", "closeknit.sqlite3"])
def test_what_this_user_may_not_read_is_told_in_a_sentence(own, command, shut):
    before = (own / shut).stat().st_mode
    (own / shut).chmod(0)
    try:
        done = subprocess.run(
            [*AS_ANYBODY, COMMAND, command],
            env=environment(own),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    finally:
        (own / shut).chmod(before)

    needs_no_secret = command == "backup" and shut == "secrets/pepper"
    assert_one_sentence(done, ends_well=needs_no_secret)


def test_a_backup_goes_into_a_folder_that_is_not_there_yet_whatever_its_name(own, tmp_path):
    stick = tmp_path / "stick.2026"

    for _night in range(2):
        assert closeknit("backup", f"{stick}/", home=own).returncode == 0
    named = closeknit("backup", str(tmp_path / "one.sqlite3"), home=own)

    assert stick.is_dir()
    assert all(copy.suffix == ".sqlite3" for copy in stick.iterdir())
    assert named.returncode == 0
    assert (tmp_path / "one.sqlite3").is_file()


def assert_one_sentence(done, *, ends_well=False):
    said = done.stdout + done.stderr
    assert "Traceback" not in said, said
    assert (done.returncode == 0) is ends_well, said
    assert said.strip().endswith("."), said
