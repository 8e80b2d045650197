"""Fault 6: a restore into an empty folder; both partners sign in, the words open, counts match."""

import pytest
from served import closeknit

from closeknit.hosting.backups import count_rows


@pytest.fixture
def saved(household, tmp_path):
    """The backup and the secrets file that the two commands make."""
    backup, secrets = tmp_path / "saved.sqlite3", tmp_path / "secrets.json"
    assert closeknit("backup", str(backup), home=household.folder).returncode == 0
    done = closeknit("backup", "--secrets", str(secrets), home=household.folder)
    assert done.returncode == 0, done.stderr
    return backup, secrets


@pytest.mark.fault
def test_a_restored_server_lets_both_in_and_opens_their_words(household, saved, tmp_path):
    backup, secrets = saved
    empty = tmp_path / "elsewhere"

    done = closeknit("restore", str(backup), "--secrets", str(secrets), home=empty)

    restored = household.at(empty)
    assert done.returncode == 0, done.stderr
    assert count_rows(restored.database) == count_rows(household.database)
    assert restored.tell("visit") == {"Alice": True, "Bob": True}


@pytest.mark.fault
def test_a_folder_in_use_is_never_overwritten(household, saved):
    backup, secrets = saved
    before = household.database.read_bytes()

    done = closeknit("restore", str(backup), "--secrets", str(secrets), home=household.folder)

    assert done.returncode == 1
    assert "not empty" in done.stderr
    assert household.database.read_bytes() == before


@pytest.mark.fault
def test_a_torn_backup_restores_nothing(household, saved, tmp_path):
    backup, secrets = saved
    backup.write_bytes(backup.read_bytes()[: backup.stat().st_size // 2])
    empty = tmp_path / "elsewhere"

    done = closeknit("restore", str(backup), "--secrets", str(secrets), home=empty)

    assert done.returncode == 1
    assert str(backup) in done.stderr
    assert list(empty.iterdir()) == []
