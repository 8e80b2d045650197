"""`closeknit send-due`: the reminders whose time has come."""

import typer
from django.conf import settings

from closeknit.cli.database import require_database
from closeknit.cli.sending import run

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def send_due() -> None:
    """Send the reminders that are due. `closeknit serve` starts this by itself."""
    require_database()
    queued, sent = run(now=settings.CLOCK())
    if queued.people or sent:
        print(f"People looked at: {queued.people}. Messages handed over: {sent}.")
