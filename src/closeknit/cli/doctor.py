"""`closeknit doctor`: what needs the host's care."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated

import typer

from closeknit.cli.bootstrap import with_django
from closeknit.config.environment import Environment, read_environment
from closeknit.hosting import checks
from closeknit.hosting.backups import newest_backup
from closeknit.hosting.checks import Finding, Mark

app = typer.Typer(add_completion=False, rich_markup_mode=None)
_EXIT = {Mark.GOOD: 0, Mark.ADVICE: 1, Mark.TROUBLE: 2}


@app.command()
def doctor(
    *,
    whole: Annotated[
        bool, typer.Option("--whole", help="Compare each index with its table, which takes long.")
    ] = False,
) -> None:
    """Tell what needs your care, in one sentence each: 0 all well, 1 see to, 2 trouble."""
    worst = 0
    for finding in findings(read_environment(), now=datetime.now(UTC), is_whole_wanted=whole):
        print(f"{finding.mark.value:<8} {finding.sentence}", flush=True)
        worst = max(worst, _EXIT[finding.mark])
    raise typer.Exit(worst)


def findings(
    environment: Environment, *, now: datetime, is_whole_wanted: bool = False
) -> Iterator[Finding]:
    yield from _settings_findings(environment)
    if not environment.data_dir.exists():
        yield Finding(Mark.ADVICE, "Nothing is set up yet. Run `closeknit serve`.")
        return
    yield checks.secrets_finding(folder=environment.secrets_dir, data_dir=environment.data_dir)
    yield from _database_findings(environment, now=now, is_whole_wanted=is_whole_wanted)
    yield checks.backup_finding(newest=newest_backup(environment.backup_dir), now=now)
    yield checks.disk_finding(folder=environment.data_dir)
    yield checks.reach_finding(
        public_url=environment.public_url,
        is_local=environment.is_local,
        authority=environment.secrets_dir / "lan-authority.pem",
    )


def _settings_findings(environment: Environment) -> Iterator[Finding]:
    for sentence in environment.warnings.values():
        yield Finding(Mark.ADVICE, sentence)
    read = "The other settings" if environment.warnings else "The settings"
    yield Finding(Mark.GOOD, f"{read} can be read. The data is in {environment.data_dir}.")


def _database_findings(
    environment: Environment, *, now: datetime, is_whole_wanted: bool
) -> Iterator[Finding]:
    database = environment.sqlite_file
    if database is None:
        yield with_django("database").server_finding()
        return
    yield checks.database_finding(database=database, is_whole_wanted=is_whole_wanted)
    yield checks.clock_finding(database=database, now=now)
