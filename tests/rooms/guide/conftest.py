import pytest
from django.test import Client


@pytest.fixture
def stranger(db, clock) -> Client:
    """Charlie before he has an account: a browser without a single cookie."""
    return Client()
