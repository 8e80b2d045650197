from functools import partial

import pytest

from closeknit.domain.vault import invitation, stretch


@pytest.fixture
def cheap_stretch(monkeypatch):
    """The smallest Argon2id that libsodium allows; the product has no such switch."""
    monkeypatch.setattr(invitation, "stretch", partial(stretch, ops=1, mem=8192))
