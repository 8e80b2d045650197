"""`closeknit move`: from an SQLite file into the PostgreSQL that the settings name."""

from pathlib import Path
from typing import Annotated

import typer

from closeknit.cli.bootstrap import with_django
from closeknit.cli.readiness import database_notes, foreign_sentence, secret_troubles
from closeknit.config.environment import Environment, read_environment
from closeknit.hosting.checks import is_port_free
from closeknit.hosting.notes import sqlite_notes
from closeknit.hosting.problems import HostError
from closeknit.hosting.secret_folder import read_secrets

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def move(
    source: Annotated[Path, typer.Argument(help="The SQLite file that everything is in now.")],
) -> None:
    """Move from an SQLite file to PostgreSQL."""
    environment = read_environment()
    refuse_move(environment, source)
    rows = with_django("moving").move(environment, source=source.absolute())
    print(f"Moved {rows} rows, and each table has as many as before.")
    print(f"{source} stayed as it is. Delete it once all is well: it holds what you delete later.")


def refuse_move(environment: Environment, source: Path) -> None:
    """Raise HostError, with nothing changed, where rows could be lost or could not be read."""
    if environment.sqlite_file is not None:
        raise HostError("Set CLOSEKNIT_DATABASE_URL to the PostgreSQL that everything moves to.")
    if not is_port_free(host=environment.host, port=environment.port):
        raise HostError("Closeknit is running. Stop it first: what is written now would stay here.")
    notes = sqlite_notes(source)
    if not notes.has_people:
        raise HostError(f"There is nobody in {source}. Nothing was changed.")
    troubles = secret_troubles(read_secrets(environment.secrets_dir), notes)
    if troubles:
        raise HostError(foreign_sentence(environment, troubles))
    if database_notes(environment).has_people:
        raise HostError("There are people in that PostgreSQL already. Nothing was changed.")
