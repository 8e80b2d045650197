"""Argon2 takes a tenth of a second, and a transaction keeps every other writer waiting."""

from uuid import uuid4

import pytest
from cast import arrive, pair
from django.db import connection
from django.test import Client
from nacl.pwhash import argon2id

from closeknit.domain.vault import new_recovery_code
from closeknit.rooms.people.actions.accounts import make_setup_link
from closeknit.rooms.people.actions.recovery_codes import set_recovery_code
from closeknit.rooms.people.queries import open_invitation_of

FORM = {"password": "a quiet evening here", "kind": "own", "zone": "Europe/Berlin"}


@pytest.fixture
def runs(file_database, clock, monkeypatch) -> list[bool]:
    """Notes of each Argon2 run whether it happened within a transaction."""
    seen, kdf = [], argon2id.kdf

    def watched(*args, **kwargs):
        seen.append(connection.in_atomic_block)
        return kdf(*args, **kwargs)

    monkeypatch.setattr(argon2id, "kdf", watched)
    return seen


def test_an_account_is_opened_with_its_password_stretched_before(runs, clock):
    alice = Client()
    alice.get(f"/begin/{make_setup_link(now=clock.now)}/")

    assert alice.post("/begin/", {**FORM, "name": "Alice"}).status_code == 302

    assert runs == [False]


def test_inviting_joining_and_confirming_stretch_before_they_write(runs, clock):
    alice = arrive("Alice", clock)
    browser, bob = alice.sign_in(), Client()
    runs.clear()

    browser.post("/invite/", {"key": uuid4()})
    _invitation, secret = open_invitation_of(viewer=alice.viewer())
    bob.get(f"/join/{secret.replace(' ', '-')}/")
    joined = bob.post("/join/", {**FORM, "name": "Bob"})
    browser.get("/")

    assert joined.status_code == 302
    assert alice.viewer().is_paired
    assert len(runs) >= 4  # the invitation made, opened and confirmed, and Bob's password
    assert not any(runs)


def test_coming_in_stretches_before_it_writes(runs, clock):
    alice, bob = arrive("Alice", clock), arrive("Bob", clock, alone=False)
    pair(alice, bob)
    runs.clear()

    browser = alice.sign_in()
    browser.post("/lock/")
    browser.post("/", {"unlock_password": alice.password})

    assert browser.get("/").status_code == 200
    assert len(runs) == 2
    assert not any(runs)


def test_a_new_password_is_stretched_before_it_is_written(runs, clock):
    alice, dana = arrive("Alice", clock), arrive("Dana", clock)
    browser, code = alice.sign_in(), new_recovery_code()
    set_recovery_code(user=dana.user, keyring=dana.keyring, code=code)
    new = {"password": "another quiet evening"}
    runs.clear()

    changed = browser.post("/settings/password/", {**new, "current": alice.password})
    recovered = Client().post("/recover/", {**new, "login": "dana", "code": code.text})

    assert (changed.status_code, recovered.status_code) == (200, 200)
    assert len(runs) == 3  # the old one that is asked for, and two new ones
    assert not any(runs)
