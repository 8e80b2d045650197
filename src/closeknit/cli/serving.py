"""Bringing the server up: the database, the first link, the socket. Stands on Django."""

from django.conf import settings
from django.db import connections

from closeknit.cli.database import tell_of_connections
from closeknit.cli.housekeeping import tidy_daily
from closeknit.cli.inviting import setup_url
from closeknit.cli.readiness import Meant
from closeknit.cli.reminding import remind_every_minute
from closeknit.cli.sockets import listening_sockets, run_local
from closeknit.cli.stopping import stopping_cleanly
from closeknit.cli.updating import bring_up_to_date
from closeknit.cli.workers import run_workers
from closeknit.config.asgi import application
from closeknit.config.environment import Environment
from closeknit.hosting.problems import HostError
from closeknit.rooms.people.actions.accounts import withdraw_setup_links
from closeknit.rooms.people.queries import is_first_visit_here


def serve(environment: Environment, *, meant: Meant) -> None:
    """Bring the server up for this machine alone."""
    prepare(environment, meant=meant)
    tell_of_connections(environment)
    if environment.workers > 1:
        sockets = listening_sockets(environment)
        say_where(environment)
        run_workers(application, environment, sockets=sockets)
        return
    with stopping_cleanly(environment.sqlite_file):
        tidy_daily()
        remind_every_minute()
        say_where(environment)
        connections.close_all()  # this thread asks for nothing more
        run_local(application, environment)


def prepare(environment: Environment, *, meant: Meant) -> None:
    """Check what an installation must have, and bring the database up to date."""
    require_static_files()
    bring_up_to_date(environment, meant=meant)


def require_static_files() -> None:
    """Raise HostError where the package was installed without what its pages look like."""
    if not settings.STATIC_ROOT.exists():
        raise HostError("The static files were not built. Install Closeknit again: `uv sync`.")


def say_where(environment: Environment) -> None:
    print(f"Closeknit is at {environment.public_url}/")
    if is_first_visit_here():
        withdraw_setup_links()
        print("Nobody has an account yet. Open this link once to begin:")
        print(f"  {setup_url(now=settings.CLOCK())}")
    print("Press Ctrl+C to stop.", flush=True)
