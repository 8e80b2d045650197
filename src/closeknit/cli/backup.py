"""`closeknit backup`: the database into one file, the secrets into another."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from closeknit.config.environment import Environment, read_environment
from closeknit.hosting.backups import COPY_SUFFIXES, back_up, backup_name
from closeknit.hosting.postgres_backups import SUFFIX, PostgresPlace, back_up_postgres
from closeknit.hosting.secret_copies import save_secrets, saved_mark

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def backup(
    to: Annotated[
        Path | None, typer.Argument(help="A file or a folder; the backup folder if left out.")
    ] = None,
    *,
    secrets: Annotated[
        Path | None, typer.Option(help="Save the secrets to this file instead.")
    ] = None,
) -> None:
    """Copy the database, or save the secrets."""
    environment, now = read_environment(), datetime.now(UTC)
    if secrets is not None:
        _save_secrets(environment, to=secrets, now=now)
        return
    made = _copy_database(environment, to=to or environment.backup_dir, now=now)
    print(f"The database is copied to {made}")
    if saved_mark(folder=environment.secrets_dir, data_dir=environment.data_dir) is None:
        print("The secrets are not in it. Save them once with `closeknit backup --secrets FILE`.")


def _save_secrets(environment: Environment, *, to: Path, now: datetime) -> None:
    count = save_secrets(
        folder=environment.secrets_dir, to=to, data_dir=environment.data_dir, on=now.date()
    )
    print(f"{count} secrets are in {to}. Keep it apart from this machine and from the backups.")


def _copy_database(environment: Environment, *, to: Path, now: datetime) -> Path:
    name = Path(backup_name(now=now))
    database = environment.sqlite_file
    if database is not None:
        return back_up(database=database, to=_file(to, name)).path
    place = PostgresPlace.of(environment.database)
    return back_up_postgres(place=place, to=_file(to, name.with_suffix(SUFFIX)))


def _file(to: Path, name: Path) -> Path:
    """Return the file that is meant: a name with a copy's ending, unless a folder has it."""
    names_a_file = to.suffix in COPY_SUFFIXES and not to.is_dir()
    return to if names_a_file or to.is_file() else to / name
