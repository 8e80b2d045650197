"""What commands ask of the database first: whether it answers. Stands on Django."""

import sys

from django.db import OperationalError, connection

from closeknit.config.database_url import most_connections
from closeknit.config.environment import Environment
from closeknit.config.schema import unapplied_migrations, unknown_migrations
from closeknit.hosting.checks import Finding, Severity
from closeknit.hosting.problems import HostError, database_away
from closeknit.rooms.people.queries import foreign_secrets

_ALLOWED = """
    SELECT least(
        current_setting('max_connections')::int
            - current_setting('superuser_reserved_connections')::int,
        coalesce(nullif(datconnlimit, -1), 1000000),
        coalesce(nullif(rolconnlimit, -1), 1000000))
    FROM pg_database, pg_roles WHERE datname = current_database() AND rolname = current_user
"""


def waiting_migrations() -> list[str]:
    """Return what `unapplied_migrations` does; raises HostError when the database is away."""
    try:
        return unapplied_migrations()
    except OperationalError as error:
        raise database_away(error) from error


def require_database() -> None:
    """Raise HostError while the database is away, not as this version made it, or not ours."""
    if waiting_migrations() or unknown_migrations():
        raise HostError("The database is not ready. Run `closeknit serve` once, then try again.")
    if foreign_secrets():
        raise HostError(
            "The secrets here are not those of this database. `closeknit doctor` says more."
        )


def tell_of_connections(environment: Environment) -> None:
    """Warn where this server may need more connections than its PostgreSQL lets it have."""
    if environment.sqlite_file is not None:
        return
    needed = most_connections(threads=environment.threads, workers=environment.workers)
    with connection.cursor() as cursor:
        cursor.execute(_ALLOWED)
        (allowed,) = cursor.fetchone()
    if needed > allowed:
        sys.stderr.write(
            f"This server may hold {needed} connections to PostgreSQL, which allows {allowed}: "
            "pages that get none say so and ask to come back. Raise max_connections, or lower "
            "CLOSEKNIT_WORKERS or CLOSEKNIT_THREADS.\n"
        )


def server_finding() -> Finding:
    """Tell whether a database server answers."""
    try:
        waiting_migrations()
    except HostError as error:
        return Finding(Severity.TROUBLE, str(error))
    return Finding(Severity.GOOD, "The PostgreSQL server answers. It checks its own data.")
