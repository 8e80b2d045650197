"""`closeknit make-export`: the child in which one person's export is made."""

import base64
import json
import os
import signal
import sys
from uuid import UUID

import typer
from django.conf import settings

from closeknit.cli.database import require_database
from closeknit.hosting.problems import HostError
from closeknit.rooms.archive.actions import make_export
from closeknit.rooms.archive.queries import export_to_make
from closeknit.rooms.people.rules.exports import MAY_TAKE

app = typer.Typer(add_completion=False, rich_markup_mode=None)
_YIELDS = 5  # of niceness: pages go first


@app.command()
def make_one() -> None:
    """Make one export, named on standard input. `closeknit serve` starts this."""
    signal.alarm(int(MAY_TAKE.total_seconds()))  # it ends even when its server is gone
    os.nice(_YIELDS)
    given = json.loads(sys.stdin.read())
    require_database()
    row = export_to_make(export_id=UUID(given["export"]))
    if row is None:
        raise HostError("Nobody waits for this export any more.")
    make_export(row=row, umk=base64.b64decode(given["umk"]), now=settings.CLOCK())
