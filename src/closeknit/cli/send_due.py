"""`closeknit send-due`: the reminders whose time has come."""

import typer
from django.conf import settings

from closeknit.cli.database import waiting_migrations
from closeknit.cli.sending import run
from closeknit.hosting.problems import HostError

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def send_due() -> None:
    """Send the reminders that are due. `closeknit serve` starts this by itself."""
    if waiting_migrations():
        raise HostError("The database is not ready. Run `closeknit serve` once, then try again.")
    queued, sent = run(now=settings.CLOCK())
    if queued.people or sent:
        print(f"People looked at: {queued.people}. Messages handed over: {sent}.")
