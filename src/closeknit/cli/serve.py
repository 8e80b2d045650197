"""`closeknit serve`: choose the settings, then start."""

import os
import sys
from typing import Annotated

import typer

from closeknit.cli.bootstrap import with_django
from closeknit.cli.readiness import Meant, make_ready
from closeknit.config.environment import MOST_WORKERS, PREFIX, Environment, read_environment
from closeknit.hosting.checks import is_port_free
from closeknit.hosting.problems import HostError

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def serve(
    *,
    lan: Annotated[
        bool, typer.Option("--lan", help="Let phones in your home reach it, over https.")
    ] = False,
    port: Annotated[int | None, typer.Option(help="Listen on this port.")] = None,
    workers: Annotated[
        int | None,
        typer.Option(min=1, max=MOST_WORKERS, help="Processes that make pages, on PostgreSQL."),
    ] = None,
    secrets_lost: Annotated[
        bool,
        typer.Option("--secrets-lost", help="The secrets are lost for good; make new ones."),
    ] = False,
    start_anew: Annotated[
        bool, typer.Option("--start-anew", help="The database is lost for good; begin another.")
    ] = False,
) -> None:
    """Start Closeknit on this machine."""
    if lan:
        os.environ[f"{PREFIX}LAN"] = "true"
    if port is not None:
        os.environ[f"{PREFIX}PORT"] = str(port)
    if workers is not None:
        os.environ[f"{PREFIX}WORKERS"] = str(workers)
    environment = read_environment()
    refuse_unsafe(environment)
    refuse_workers(environment)
    refuse_taken(environment)
    for sentence in environment.warnings.values():
        sys.stderr.write(f"{sentence}\n")
    meant = Meant(secrets_lost=secrets_lost, start_anew=start_anew)
    make_ready(environment, meant=meant)
    with_django("home_serving" if environment.lan else "serving").serve(environment, meant=meant)


def refuse_unsafe(environment: Environment) -> None:
    """Raise HostError where words would cross a network in the clear."""
    if not environment.is_https and not environment.is_local:
        raise HostError(
            f"{environment.public_url} is plain http: anybody in the network could read along, "
            "and phones would refuse to keep you signed in. Use `closeknit serve --lan`, or put "
            "https in front of it as docs/hosting.md shows."
        )
    if environment.lan and environment.public_host not in environment.local_names:
        raise HostError(
            f"`--lan` makes certificates for {', '.join(environment.local_names)} only. "
            f"Unset CLOSEKNIT_PUBLIC_URL, or serve {environment.public_host} through a proxy."
        )
    if not (environment.lan or environment.listens_locally or environment.trusted_proxies):
        raise HostError(
            f"Listening on {environment.host} would offer plain http to the network. Use "
            "`closeknit serve --lan`, or set CLOSEKNIT_TRUSTED_PROXIES where a proxy speaks https."
        )


def refuse_workers(environment: Environment) -> None:
    """Raise HostError where one process must do."""
    if environment.workers == 1:
        return
    if environment.sqlite_file is not None:
        raise HostError(
            "Several workers need PostgreSQL: on SQLite writers take fair turns, and wrong "
            "passwords are counted, inside one process. Set CLOSEKNIT_DATABASE_URL, or leave out "
            "`--workers` and CLOSEKNIT_WORKERS."
        )
    if environment.lan:
        raise HostError("`--lan` serves one home by one process. Leave out one of the two.")


def refuse_taken(environment: Environment) -> None:
    ports = (environment.port, environment.port + 1) if environment.lan else (environment.port,)
    for port in ports:
        if not is_port_free(host=environment.host, port=port):
            raise HostError(
                f"Port {port} is in use, perhaps by Closeknit itself. "
                "Stop that, or choose another with `--port`."
            )
