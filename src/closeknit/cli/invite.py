"""`closeknit invite`: a way in for another couple."""

from datetime import datetime

import typer
from django.conf import settings

from closeknit.config.schema import unapplied_migrations
from closeknit.hosting.problems import HostError
from closeknit.rooms.people.actions.accounts import make_setup_link

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def invite() -> None:
    """Print a one-time link for a new couple."""
    if unapplied_migrations():
        raise HostError("The database is not ready. Run `closeknit serve` once, then try again.")
    print(setup_url(now=settings.CLOCK()))


def setup_url(*, now: datetime) -> str:
    """Return a new one-time link; only a hash of its secret is kept."""
    return f"{settings.PUBLIC_URL}/begin/{make_setup_link(now=now)}/"
