from functools import partial

import pytest
from vault_cast import SHIPPED_COST

from closeknit.domain.vault import invitation, stretch


@pytest.fixture
def cheap_stretch(monkeypatch):
    """The smallest Argon2id that libsodium allows; the product has no such switch."""
    monkeypatch.setattr(invitation, "stretch", partial(stretch, ops=1, mem=8192))


@pytest.fixture
def shipped_cost(monkeypatch):
    """The cost the product runs with, whatever the rest of the suite has lowered it to."""
    monkeypatch.setattr(stretch, "__kwdefaults__", SHIPPED_COST)
