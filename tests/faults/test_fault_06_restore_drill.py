"""Fault 6: a restore into an empty folder; both partners sign in, the words open, counts match."""

import json
import sqlite3
from contextlib import closing

import pytest
from homes import BOTH
from served import closeknit

from closeknit.hosting.backups import count_rows


@pytest.fixture
def saved(home, tmp_path):
    """The backup and the secrets file that the two commands make."""
    backup, secrets = tmp_path / "saved.sqlite3", tmp_path / "secrets.json"
    assert closeknit("backup", str(backup), home=home.folder).returncode == 0
    done = closeknit("backup", "--secrets", str(secrets), home=home.folder)
    assert done.returncode == 0, done.stderr
    return backup, secrets


@pytest.mark.fault
def test_a_restored_server_lets_both_in_and_opens_their_words(home, saved, tmp_path):
    backup, secrets = saved
    empty = tmp_path / "elsewhere"

    done = closeknit("restore", str(backup), "--secrets", str(secrets), home=empty)

    restored = home.at(empty)
    assert done.returncode == 0, done.stderr
    assert count_rows(restored.database) == count_rows(home.database)
    assert restored.seen() == BOTH


@pytest.mark.fault
def test_a_folder_in_use_is_never_overwritten(home, saved):
    backup, secrets = saved
    before = home.database.read_bytes()

    done = closeknit("restore", str(backup), "--secrets", str(secrets), home=home.folder)

    assert done.returncode == 1
    assert "not empty" in done.stderr
    assert home.database.read_bytes() == before


@pytest.mark.fault
def test_a_torn_backup_restores_nothing(home, saved, tmp_path):
    backup, secrets = saved
    backup.write_bytes(backup.read_bytes()[: backup.stat().st_size // 2])
    empty = tmp_path / "elsewhere"

    done = closeknit("restore", str(backup), "--secrets", str(secrets), home=empty)

    assert done.returncode == 1
    assert str(backup) in done.stderr
    assert not empty.exists()


@pytest.mark.fault
@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        ({"pepper": "00" * 32}, "pepper is another"),
        ({"escrow": None}, "escrow is missing"),
        ({"totp": "not hexadecimal"}, "damaged at totp"),
        ({"nul\0": "x"}, "outside its folder"),
    ],
)
def test_a_wrong_secrets_file_is_found_before_anything_is_written(
    home, saved, tmp_path, spoil, why
):
    backup, secrets = saved
    right = secrets.read_text()
    content = json.loads(right)
    content["files"].update(spoil)
    content["files"] = {name: value for name, value in content["files"].items() if value}
    secrets.write_text(json.dumps(content))
    empty = tmp_path / "elsewhere"

    refused = closeknit("restore", str(backup), "--secrets", str(secrets), home=empty)
    was_written = empty.exists()
    secrets.write_text(right)
    again = closeknit("restore", str(backup), "--secrets", str(secrets), home=empty)

    assert refused.returncode == 1
    assert why in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not was_written
    assert "Passwords work as before" in again.stdout
    assert home.at(empty).seen() == BOTH


@pytest.mark.fault
@pytest.mark.parametrize(
    ("statement", "why"),
    [
        (
            "INSERT INTO django_migrations VALUES (NULL, 'people', '9999_later', '')",
            "newer version",
        ),
        ("DROP TABLE django_migrations", "no backup of Closeknit"),
        ('CREATE TRIGGER "a""b" AFTER INSERT ON people_user BEGIN SELECT 1; END', "trigger"),
        ("CREATE VIEW seen AS SELECT 1", "view"),
    ],
)
def test_what_is_no_backup_of_this_version_is_refused(saved, tmp_path, statement, why):
    backup, secrets = saved
    with closing(sqlite3.connect(backup)) as connection:
        connection.execute(statement)
        connection.commit()
    empty = tmp_path / "elsewhere"

    done = closeknit("restore", str(backup), "--secrets", str(secrets), home=empty)

    assert done.returncode == 1
    assert why in done.stderr
    assert not empty.exists()


@pytest.mark.fault
def test_an_empty_file_is_no_backup(saved, tmp_path):
    backup, _secrets = saved
    backup.write_bytes(b"")

    done = closeknit("restore", str(backup), home=tmp_path / "elsewhere")

    assert done.returncode == 1
    assert "is empty" in done.stderr
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.fault
def test_a_database_that_is_gone_comes_back_beside_its_own_secrets(home, saved):
    backup, _secrets = saved
    for file in home.folder.glob("closeknit.sqlite3*"):
        file.unlink()
    (home.folder / "lost+found").mkdir()

    done = closeknit("restore", str(backup), home=home.folder)

    assert done.returncode == 0, done.stderr
    assert "Passwords work as before" in done.stdout
    assert home.seen() == BOTH
