"""`closeknit restore`: a backup into an empty data folder, or the secrets alone into theirs."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from closeknit.cli.readiness import database_notes, secret_troubles
from closeknit.config.environment import Environment, read_environment
from closeknit.config.shipped import newer
from closeknit.hosting.backups import check_backup, put_back
from closeknit.hosting.dump_notes import dump_notes
from closeknit.hosting.notes import Notes, sqlite_notes
from closeknit.hosting.postgres_backups import PostgresPlace, put_back_postgres
from closeknit.hosting.problems import HostError
from closeknit.hosting.room import require_room
from closeknit.hosting.secret_copies import content_of, put_secrets_back, read_saved, values_of
from closeknit.hosting.secret_folder import read_secrets

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def restore(
    backup: Annotated[Path | None, typer.Argument(help="The backup file.")] = None,
    *,
    secrets: Annotated[Path | None, typer.Option(help="The secrets file.")] = None,
    secrets_only: Annotated[
        Path | None, typer.Option(help="Put this secrets file back beside the database.")
    ] = None,
) -> None:
    """Bring a backup into an empty data folder."""
    environment = read_environment()
    if secrets_only is not None:
        if backup is not None or secrets is not None:
            raise HostError("--secrets-only takes the secrets file and nothing else.")
        restore_secrets(environment, saved=secrets_only)
    elif backup is None:
        raise HostError("Name the backup file, or a secrets file with --secrets-only.")
    else:
        restore_backup(environment, backup=backup, saved=secrets)


def restore_secrets(environment: Environment, *, saved: Path) -> None:
    """Put the secrets back that the database here was written with."""
    files = read_saved(saved)
    _require_own(files, database_notes(environment), saved=saved)
    count = put_secrets_back(files=files, folder=environment.secrets_dir)
    print(f"{count} secrets are back in {environment.secrets_dir}. Start with `closeknit serve`.")


def restore_backup(environment: Environment, *, backup: Path, saved: Path | None) -> None:
    """Read and check everything, and only then write anything."""
    _refuse_used(environment, with_secrets=saved is not None)
    notes = _checked_notes(environment, backup)
    files = None if saved is None else read_saved(saved)
    if saved is not None and files is not None:
        _require_own(files, notes, saved=saved)
    require_room(folder=environment.data_dir, size=backup.stat().st_size, what="this backup")
    environment.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    count = put_secrets_back(files=files, folder=environment.secrets_dir) if files else 0
    _put_back(environment, backup)
    _say_secrets(environment, notes, count=count)


def _checked_notes(environment: Environment, backup: Path) -> Notes:
    """Return what a backup says of itself; raises HostError where it may not be restored."""
    if not backup.is_file():
        raise HostError(f"There is no backup at {backup}.")
    if environment.sqlite_file is None:
        if not database_notes(environment).is_new:
            raise HostError("The PostgreSQL database is not empty. Restore into a new one.")
        notes = dump_notes(backup)
    else:
        check_backup(backup)
        notes = sqlite_notes(backup)
    if ("people", "0001_initial") not in notes.migrations:
        raise HostError(f"{backup} is no backup of Closeknit. Nothing was restored.")
    unknown = newer(notes.migrations)
    if unknown:
        raise HostError(
            f"{backup} was made by a newer version of Closeknit ({unknown[-1]}). Nothing was "
            "restored. Install that version, then try again."
        )
    return notes


def _require_own(files: Mapping[str, str], notes: Notes, *, saved: Path) -> None:
    troubles = secret_troubles(values_of(files), notes)
    if troubles:
        raise HostError(
            f"{saved} does not hold the secrets of this database: {', '.join(troubles)}. "
            "Nothing was restored. Look for the file that was saved with it."
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


def _say_secrets(environment: Environment, notes: Notes, *, count: int) -> None:
    troubles = secret_troubles(read_secrets(environment.secrets_dir), notes)
    if not troubles:
        print(f"{count} secrets are back. Passwords work as before.")
        return
    print(
        f"The secrets of this database are not here ({', '.join(troubles)}), and without them no "
        "password opens anything. Put them back with `closeknit restore --secrets-only FILE`. If "
        "they are lost for good, start with `closeknit serve --secrets-lost`: each person signs in "
        "with their recovery code and sets a new password."
    )


def _refuse_used(environment: Environment, *, with_secrets: bool) -> None:
    """Refuse a folder in use; secrets that are there may stay where no others are to come."""
    own = {environment.secrets_dir, environment.backup_dir}
    used = [
        name for name in content_of(environment.data_dir) if environment.data_dir / name not in own
    ]
    if with_secrets and content_of(environment.secrets_dir):
        used.append(environment.secrets_dir.name)
    if used:
        raise HostError(
            f"{environment.data_dir} is not empty: {used[0]} is there. Restore only into an empty "
            "folder, so that nothing is overwritten: name one with CLOSEKNIT_DATA_DIR."
        )
