"""What commands ask of the database first: whether it answers. Stands on Django."""

from django.db import OperationalError

from closeknit.config.schema import unapplied_migrations, unknown_migrations
from closeknit.hosting.checks import Finding, Severity
from closeknit.hosting.problems import HostError, database_away
from closeknit.rooms.people.queries import foreign_secrets


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


def server_finding() -> Finding:
    """Tell whether a database server answers."""
    try:
        waiting_migrations()
    except HostError as error:
        return Finding(Severity.TROUBLE, str(error))
    return Finding(Severity.GOOD, "The PostgreSQL server answers. It checks its own data.")
