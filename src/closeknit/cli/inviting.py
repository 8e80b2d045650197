"""One-time links for a new couple. Stands on Django."""

from datetime import datetime

from django.conf import settings

from closeknit.cli.database import require_database
from closeknit.rooms.people.actions.accounts import make_setup_link


def print_link() -> None:
    """Print a link; raises HostError before the first start, or while the database is away."""
    require_database()
    print(setup_url(now=settings.CLOCK()))


def setup_url(*, now: datetime) -> str:
    """Return a new one-time link; only a hash of its secret is kept."""
    return f"{settings.PUBLIC_URL}/begin/{make_setup_link(now=now)}/"
