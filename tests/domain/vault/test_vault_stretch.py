import time
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from vault_cast import ALICE, ESCROW, PEPPER, ROOT_OF, SALT

from closeknit.domain.vault import (
    MEM,
    OPS,
    HostSecrets,
    new_salt,
    stretch,
    verifier,
    wrapping_key,
)
from closeknit.domain.vault.stretch import argon2id

ROOT = ROOT_OF[ALICE]


@pytest.mark.usefixtures("shipped_cost")
def test_asvs_11_4_4_the_default_cost_is_64_mib_and_three_passes():
    ours = stretch("a long walk home", salt=SALT)

    theirs = Argon2id(salt=SALT, length=32, iterations=3, lanes=1, memory_cost=64 * 1024)
    assert ours == theirs.derive(b"a long walk home")
    assert (OPS, MEM) == (3, 67_108_864)


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_one_password_typed_on_two_keyboards_gives_one_root(form):
    typed = "Ångström ﬁn 1\u00b2"

    root = stretch(unicodedata.normalize(form, typed), salt=SALT, ops=1, mem=8192)

    assert root == stretch(typed, salt=SALT, ops=1, mem=8192)


def test_another_password_salt_or_cost_gives_another_root():
    roots = {
        stretch("one", salt=SALT, ops=1, mem=8192),
        stretch("One", salt=SALT, ops=1, mem=8192),
        stretch("one", salt=bytes(16), ops=1, mem=8192),
        stretch("one", salt=SALT, ops=2, mem=8192),
        stretch("one", salt=SALT, ops=1, mem=16384),
    }

    assert len(roots) == 5
    assert {len(root) for root in roots} == {32}


def test_a_password_with_a_broken_surrogate_still_stretches():
    root = stretch("\ud83d", salt=SALT, ops=1, mem=8192)

    assert root != stretch("", salt=SALT, ops=1, mem=8192)


def test_at_most_two_stretches_run_at_once(monkeypatch):
    lock, running, seen = Lock(), [], []

    def slow(*_, **__):
        with lock:
            running.append(1)
            seen.append(len(running))
        time.sleep(0.01)
        with lock:
            running.pop()
        return ROOT

    monkeypatch.setattr(argon2id, "kdf", slow)

    with ThreadPoolExecutor(6) as six:
        list(six.map(lambda word: stretch(word, salt=SALT), "abcdef"))

    assert max(seen) == 2
    assert len(seen) == 6


def test_a_failed_stretch_gives_its_turn_back():
    for _ in range(3):
        with pytest.raises(ValueError, match="salt"):
            stretch("one", salt=b"short", ops=1, mem=8192)

    assert len(stretch("one", salt=SALT, ops=1, mem=8192)) == 32


def test_verifier_and_wrapping_key_are_independent():
    assert verifier(ROOT, pepper=PEPPER) != wrapping_key(ROOT, pepper=PEPPER)
    assert ROOT not in {verifier(ROOT, pepper=PEPPER), wrapping_key(ROOT, pepper=PEPPER)}


def test_another_pepper_or_root_gives_other_keys():
    wraps = {
        wrapping_key(ROOT, pepper=PEPPER),
        wrapping_key(ROOT, pepper=ESCROW),
        wrapping_key(bytes(32), pepper=PEPPER),
    }
    checks = {
        verifier(ROOT, pepper=PEPPER),
        verifier(ROOT, pepper=ESCROW),
        verifier(bytes(32), pepper=PEPPER),
    }

    assert len(wraps) == 3
    assert len(checks) == 3


def test_a_new_salt_fits_argon2_and_never_repeats():
    salts = {new_salt() for _ in range(20)}

    assert len(salts) == 20
    assert {len(salt) for salt in salts} == {16}


def test_host_secrets_do_not_print_themselves():
    secrets = HostSecrets(pepper=PEPPER, escrow=ESCROW, totp=b"t" * 32)

    assert "pppp" not in repr(secrets)
