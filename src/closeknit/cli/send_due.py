"""`closeknit send-due`: the reminders whose time has come."""

import typer
from django.conf import settings
from django.urls import reverse

from closeknit.cli.database import require_database
from closeknit.rooms.lifecycles import waiting
from closeknit.rooms.notifications.actions.delivery import deliver_due

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def send_due() -> None:
    """Send the reminders that are due. `closeknit serve` starts this by itself."""
    require_database()
    queued, sent = deliver_due(
        now=settings.CLOCK(), waiting=waiting, look_back=reverse("today:week")
    )
    if queued.people or sent:
        print(f"People looked at: {queued.people}. Messages handed over: {sent}.")
