"""Fault 7: restored without the pepper; the page says why, the recovery code works."""

import pytest
from served import closeknit


@pytest.mark.fault
def test_without_the_secrets_the_password_is_refused_with_the_reason_and_the_code_opens(
    household, tmp_path
):
    backup, empty = tmp_path / "saved.sqlite3", tmp_path / "elsewhere"
    assert closeknit("backup", str(backup), home=household.folder).returncode == 0

    done = closeknit("restore", str(backup), home=empty)
    told = household.at(empty).tell("recover", line=household.codes["Alice"])

    assert "recovery code" in done.stdout
    assert told["password"] != 302
    assert "recovery code" in told["words"]
    assert "secrets" in told["words"]
    assert told["code"] == 200
    assert told["new password"] == 302
    assert told["canary"]
