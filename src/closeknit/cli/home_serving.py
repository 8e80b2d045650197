"""Bringing the server up for every phone in a home: a local authority, https, step pages."""

import asyncio
from contextlib import suppress

import segno
from django.conf import settings

from closeknit.cli.housekeeping import tidy_daily
from closeknit.cli.readiness import Meant
from closeknit.cli.reminding import remind_every_minute
from closeknit.cli.serving import prepare, say_where
from closeknit.cli.sockets import run_home
from closeknit.cli.stopping import stopping_cleanly
from closeknit.cli.terminal import can_show_pictures
from closeknit.config.asgi import application
from closeknit.config.environment import Environment
from closeknit.hosting.authority import ServerFiles, server_files
from closeknit.hosting.trust_page import TrustPage


def serve(environment: Environment, *, meant: Meant) -> None:
    """Bring the server up over https, with the trust steps on the next port."""
    prepare(environment, meant=meant)
    with stopping_cleanly(environment.sqlite_file):
        tidy_daily()
        remind_every_minute()
        certificate = _certificate(environment)
        _say_steps(environment, certificate)
        say_where(environment)
        _run(environment, certificate)


def _run(environment: Environment, certificate: ServerFiles) -> None:
    steps = TrustPage(authority=certificate.authority, app_url=environment.public_url)
    with suppress(KeyboardInterrupt):
        asyncio.run(
            run_home(
                application,
                steps,
                environment=environment,
                pem=certificate.pem,
                renew=lambda: _certificate(environment),
            )
        )


def _certificate(environment: Environment) -> ServerFiles:
    return server_files(
        folder=environment.secrets_dir, names=environment.local_names, now=settings.CLOCK()
    )


def _say_steps(environment: Environment, certificate: ServerFiles) -> None:
    steps = f"http://{environment.public_host}:{environment.port + 1}/"
    print(f"First, on each phone, open {steps} and let it trust this home:")
    if can_show_pictures():
        segno.make(steps, micro=False).terminal(compact=True)
    print(f"Compare there: {certificate.authority.fingerprint}")
