"""`closeknit restore`: a backup into an empty data folder."""

from pathlib import Path
from typing import Annotated

import typer

from closeknit.config.environment import Environment, read_environment
from closeknit.hosting.backups import put_back
from closeknit.hosting.postgres_backups import PostgresPlace, put_back_postgres
from closeknit.hosting.problems import HostError
from closeknit.hosting.secret_copies import put_secrets_back

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def restore(
    backup: Annotated[Path, typer.Argument(help="The backup file.")],
    *,
    secrets: Annotated[Path | None, typer.Option(help="The secrets file.")] = None,
) -> None:
    """Bring a backup into an empty data folder."""
    environment = read_environment()
    _refuse_used(environment)
    if not backup.is_file():
        raise HostError(f"There is no backup at {backup}.")
    environment.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    _put_back(environment, backup)
    if secrets is not None:
        count = put_secrets_back(saved=secrets, folder=environment.secrets_dir)
        print(f"{count} secrets are back. Passwords work as before.")
        return
    print(
        "Without the secrets file no password opens anything. Each person signs in with their "
        "recovery code and sets a new password."
    )


def _put_back(environment: Environment, backup: Path) -> None:
    database = environment.sqlite_file
    if database is None:
        put_back_postgres(place=PostgresPlace.of(environment.database), backup=backup)
        print("The database is back.")
        return
    rows = put_back(backup=backup, database=database)
    print(
        f"The database is back and whole: {sum(rows.values())} rows, "
        f"people: {rows.get('people_user', 0)}, spaces: {rows.get('people_couple', 0)}."
    )


def _refuse_used(environment: Environment) -> None:
    for folder in (environment.data_dir, environment.secrets_dir):
        if folder.exists() and any(folder.iterdir()):
            raise HostError(
                f"{folder} is not empty. Restore only into an empty folder, so that nothing is "
                "overwritten: name one with CLOSEKNIT_DATA_DIR."
            )
