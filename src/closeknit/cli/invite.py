"""`closeknit invite`: a way in for another couple."""

import os
from typing import Annotated

import typer

from closeknit.cli.bootstrap import with_django
from closeknit.config.environment import PREFIX

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def invite(
    *,
    lan: Annotated[
        bool, typer.Option("--lan", help="For a server that was started with --lan.")
    ] = False,
) -> None:
    """Print a one-time link for a new couple."""
    if lan:
        os.environ[f"{PREFIX}LAN"] = "true"
    with_django("inviting").print_link()
