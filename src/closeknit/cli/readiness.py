"""What must be true before Django starts: the database and the secrets belong to each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

from closeknit.config.environment import Environment
from closeknit.hosting.notes import Notes, sqlite_notes
from closeknit.hosting.postgres_backups import PostgresPlace
from closeknit.hosting.problems import HostError
from closeknit.hosting.secret_folder import are_used, make_missing, read_secrets


@dataclass(frozen=True)
class Meant:
    """What a host says is lost on purpose, for this one start."""

    secrets_lost: bool = False
    start_anew: bool = False


def make_ready(environment: Environment, *, meant: Meant) -> None:
    """Make the secrets of a new installation; refuse where serving would lose or expose data.

    Raises HostError where a database is gone that the secrets belong to, or the other way round.
    """
    gone = gone_sentence(environment)
    notes = database_notes(environment)
    secrets = read_secrets(environment.secrets_dir)
    if notes.is_new:
        if gone and not meant.start_anew:
            raise HostError(gone)
    elif meant.start_anew:
        raise HostError("There is a database here. Start without --start-anew to use it.")
    troubles = secret_troubles(secrets, notes)
    if troubles and not meant.secrets_lost:
        raise HostError(foreign_sentence(environment, troubles))
    if meant.secrets_lost and not troubles:
        raise HostError("The secrets are all here. Start without --secrets-lost.")
    make_missing(environment.secrets_dir)


def database_notes(environment: Environment) -> Notes:
    """Ask the database what it says of itself; raises HostError while it is away."""
    database = environment.sqlite_file
    if database is not None:
        return sqlite_notes(database)
    try:
        module = import_module("closeknit.hosting.postgres_notes")
    except ImportError as error:
        raise HostError(
            'PostgreSQL needs one part more: `uv tool install "closeknit[postgres]"`.'
        ) from error
    notes: Notes = module.postgres_notes(PostgresPlace.of(environment.database))
    return notes


def secret_troubles(secrets: Mapping[str, bytes], notes: Notes) -> list[str]:
    """Tell of each secret that a database needs whether it is missing or another; empty if none."""
    return [
        *(f"{name} is missing" for name in notes.missing(secrets)),
        *(f"{name} is another" for name in notes.foreign(secrets)),
    ]


def foreign_sentence(environment: Environment, troubles: list[str]) -> str:
    return (
        f"The secrets in {environment.secrets_dir} are not those of this database: "
        f"{', '.join(troubles)}. Nothing was changed. Put the saved ones back with `closeknit "
        "restore --secrets-only FILE`, and give every process the same ones. If they are lost for "
        "good, start once with `closeknit serve --secrets-lost`: each person then comes back by "
        "their recovery code."
    )


def gone_sentence(environment: Environment) -> str:
    """Say what is gone if the database is empty; nothing where none was ever brought up here.

    Asked before the database is: another start may be bringing it up in this very moment.
    """
    if not are_used(environment.secrets_dir):
        return ""
    return (
        f"{_what_is_gone(environment)} The secrets of an earlier one are in "
        f"{environment.secrets_dir}. See that its disk is there and CLOSEKNIT_DATA_DIR and "
        "CLOSEKNIT_DATABASE_URL are right, or restore the newest backup. To begin with nothing, "
        "start once with `closeknit serve --start-anew`."
    )


def _what_is_gone(environment: Environment) -> str:
    database = environment.sqlite_file
    if database is None:
        return "The PostgreSQL database is empty."
    if not database.exists():
        return f"There is no database at {database}."
    log = database.with_name(f"{database.name}-wal")
    if not log.exists():
        return (
            f"{database} is empty, and its log {log.name} is not beside it: a file copied from a "
            "running server lacks what the log holds."
        )
    return f"{database} is empty."
