"""Bringing the server up: the database, the first link, the sockets. Stands on Django."""

import asyncio
from datetime import datetime

import segno
from django.conf import settings
from django.core.management import call_command

from closeknit.cli.invite import setup_url
from closeknit.cli.sockets import run_home, run_local
from closeknit.config.asgi import application
from closeknit.config.environment import Environment
from closeknit.config.schema import unapplied_migrations
from closeknit.hosting.authority import ServerFiles, server_files
from closeknit.hosting.backups import back_up, backup_name
from closeknit.hosting.problems import HostError
from closeknit.hosting.trust_page import TrustPage
from closeknit.rooms.people.queries import is_first_visit_here


def serve(environment: Environment) -> None:
    """Bring the database up to date, say where to go, and serve until told to stop."""
    now = settings.CLOCK()
    if not settings.STATIC_ROOT.exists():
        raise HostError("The static files were not built. Install Closeknit again: `uv sync`.")
    bring_up_to_date(environment, now=now)
    certificate = _certificate(environment, now=now) if environment.lan else None
    _say_where(environment, certificate, now=now)
    if certificate is None:
        run_local(application, environment)
        return
    steps = TrustPage(authority=certificate.authority, app_url=environment.public_url)
    asyncio.run(
        run_home(
            application,
            steps,
            environment=environment,
            pem=certificate.pem,
            renew=lambda: _certificate(environment, now=settings.CLOCK()),
        )
    )


def bring_up_to_date(environment: Environment, *, now: datetime) -> None:
    """Migrate, after copying a database that people may have written in."""
    waiting = unapplied_migrations()
    if not waiting:
        return
    database = environment.sqlite_file
    if database is not None and _has_tables(waiting):
        copy = environment.backup_dir / backup_name(now=now, reason="before-update")
        back_up(database=database, to=copy)
        print(f"A backup from before this update is at {copy}")
    call_command("migrate", interactive=False, verbosity=0)


def _has_tables(waiting: list[str]) -> bool:
    """A database where even the first migration waits is a new one."""
    return "people.0001_initial" not in waiting


def _certificate(environment: Environment, *, now: datetime) -> ServerFiles:
    return server_files(folder=environment.secrets_dir, names=environment.local_names, now=now)


def _say_where(environment: Environment, certificate: ServerFiles | None, *, now: datetime) -> None:
    print(f"Closeknit is at {environment.public_url}/")
    if certificate is not None:
        steps = f"http://{environment.public_host}:{environment.port + 1}/"
        print(f"First, on each phone, open {steps} and let it trust this home:")
        segno.make(steps, micro=False).terminal(compact=True)
        print(f"Compare there: {certificate.authority.fingerprint}")
    if is_first_visit_here():
        print("Nobody has an account yet. Open this link once to begin:")
        print(f"  {setup_url(now=now)}")
    print("Press Ctrl+C to stop.", flush=True)
