"""Bringing the server up: the database, the first link, the socket. Stands on Django."""

from datetime import datetime

from django.conf import settings
from django.db import connections

from closeknit.cli.database import tell_of_connections, waiting_migrations
from closeknit.cli.housekeeping import tidy_daily
from closeknit.cli.inviting import setup_url
from closeknit.cli.reminding import remind_every_minute
from closeknit.cli.sockets import listening_sockets, run_local
from closeknit.cli.workers import run_workers
from closeknit.config.asgi import application
from closeknit.config.environment import Environment
from closeknit.config.schema import migrate
from closeknit.hosting.backups import back_up, backup_name
from closeknit.hosting.problems import HostError
from closeknit.rooms.people.actions.accounts import withdraw_setup_links
from closeknit.rooms.people.queries import is_first_visit_here


def serve(environment: Environment) -> None:
    """Bring the server up for this machine alone."""
    prepare(environment)
    tell_of_connections(environment)
    if environment.workers > 1:
        sockets = listening_sockets(environment)
        say_where(environment)
        run_workers(application, environment, sockets=sockets)
        return
    tidy_daily()
    remind_every_minute()
    say_where(environment)
    connections.close_all()  # this thread asks for nothing more
    run_local(application, environment)


def prepare(environment: Environment) -> None:
    """Check what an installation must have, and bring the database up to date."""
    if not settings.STATIC_ROOT.exists():
        raise HostError("The static files were not built. Install Closeknit again: `uv sync`.")
    bring_up_to_date(environment, now=settings.CLOCK())


def bring_up_to_date(environment: Environment, *, now: datetime) -> None:
    """Migrate, after copying a database that people may have written in."""
    waiting = waiting_migrations()
    if not waiting:
        return
    database = environment.sqlite_file
    if database is not None and _has_tables(waiting):
        copy = environment.backup_dir / backup_name(now=now, reason="before-update")
        back_up(database=database, to=copy)
        print(f"A backup from before this update is at {copy}")
    migrate()


def say_where(environment: Environment) -> None:
    print(f"Closeknit is at {environment.public_url}/")
    if is_first_visit_here():
        withdraw_setup_links()
        print("Nobody has an account yet. Open this link once to begin:")
        print(f"  {setup_url(now=settings.CLOCK())}")
    print("Press Ctrl+C to stop.", flush=True)


def _has_tables(waiting: list[str]) -> bool:
    """Tell whether anybody can have written here: in a new database even the first one waits."""
    return "people.0001_initial" not in waiting
