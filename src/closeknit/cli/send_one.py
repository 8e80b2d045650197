"""`closeknit send-one`: one message that a page hands over by its input; used by the server."""

import json
import sys

import typer

from closeknit.hosting.messages import Message
from closeknit.rooms.notifications.actions.delivery import send, sender_here
from closeknit.rooms.notifications.rules.channels import KINDS

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def send_one() -> None:
    """Send one test message. It stands in the input as JSON; what became of it is printed."""
    given = json.load(sys.stdin)
    kinds = {kind.__name__: kind for kind in KINDS.values()}
    address = kinds[given["kind"]](**given["address"])
    print(send(Message(**given["message"]), address=address, sender=sender_here()))
