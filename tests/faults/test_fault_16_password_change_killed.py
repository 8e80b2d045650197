"""Fault 16: a password change killed at any statement leaves the old or the new password."""

import pytest


@pytest.mark.fault
def test_a_password_change_killed_anywhere_leaves_one_password_that_opens_everything(household):
    told = household.tell("change_password")

    *killed, whole = told
    assert len(killed) >= 5
    assert all(each == {"old": True, "new": False} for each in killed)
    assert whole == {"old": False, "new": True}
