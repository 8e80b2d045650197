"""`closeknit migrate`: bring the database up to date without serving."""

from typing import Annotated

import typer

from closeknit.cli.bootstrap import with_django
from closeknit.cli.readiness import Meant, make_ready
from closeknit.config.environment import read_environment

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def migrate(
    *,
    without_copy: Annotated[
        bool, typer.Option("--without-copy", help="Make no copy first: you have one of your own.")
    ] = False,
) -> None:
    """Bring the database up to date."""
    environment, meant = read_environment(), Meant()
    make_ready(environment, meant=meant)
    updating = with_django("updating")
    applied = updating.bring_up_to_date(environment, meant=meant, copy=not without_copy)
    print(f"Applied {len(applied)} migrations." if applied else "The database was up to date.")
