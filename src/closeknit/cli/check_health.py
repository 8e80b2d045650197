"""`closeknit check-health`: for whatever watches the server from its own machine."""

import typer

from closeknit.config.environment import Environment, read_environment
from closeknit.hosting.checks import Mark, answer_finding

app = typer.Typer(add_completion=False, rich_markup_mode=None)
_LOOPBACK = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  asked, not listened on


@app.command("check-health")
def check_health() -> None:
    """Ask the running server whether it lives: 0 if it does, else 1."""
    environment = read_environment()
    finding = answer_finding(
        url=own_url(environment),
        name=environment.public_host,
        authority=environment.secrets_dir / "lan-authority.pem",
    )
    print(finding.sentence)
    raise typer.Exit(0 if finding.mark is Mark.GOOD else 1)


def own_url(environment: Environment) -> str:
    """Return where this machine reaches the server, past any proxy."""
    scheme = "https" if environment.lan else "http"
    host = _LOOPBACK.get(environment.host, environment.host)
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{environment.port}"
