"""`closeknit doctor`: what needs the host's care."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated

import typer

from closeknit.cli.bootstrap import with_django
from closeknit.cli.readiness import database_notes, gone_sentence, secret_troubles
from closeknit.config.environment import Environment, read_environment
from closeknit.config.shipped import newer
from closeknit.hosting import checks
from closeknit.hosting.backups import newest_backup
from closeknit.hosting.checks import Finding, Mark
from closeknit.hosting.problems import HostError
from closeknit.hosting.secret_folder import read_secrets

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
    yield from _database_findings(environment, now=now, is_whole_wanted=is_whole_wanted)
    yield from belonging_findings(environment)
    yield checks.secrets_finding(folder=environment.secrets_dir, data_dir=environment.data_dir)
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


def belonging_findings(environment: Environment) -> Iterator[Finding]:
    """Compare the secrets here, and this version, with what the database was written with."""
    try:
        notes = database_notes(environment)
        troubles = secret_troubles(read_secrets(environment.secrets_dir), notes)
    except HostError as error:
        yield Finding(Mark.TROUBLE, str(error))
        return
    gone = gone_sentence(environment)
    if notes.is_new and gone:
        yield Finding(Mark.TROUBLE, gone)
    elif newer(notes.migrations):
        yield Finding(Mark.TROUBLE, "A newer version of Closeknit has changed the database.")
    elif troubles:
        yield Finding(
            Mark.TROUBLE,
            f"The secrets are not those of this database: {', '.join(troubles)}. Do not save them. "
            "Put the saved ones back with `closeknit restore --secrets-only FILE`.",
        )
    elif not notes.is_new:
        yield Finding(Mark.GOOD, "The secrets are those of the database.")


def _database_findings(
    environment: Environment, *, now: datetime, is_whole_wanted: bool
) -> Iterator[Finding]:
    database = environment.sqlite_file
    if database is None:
        yield with_django("database").server_finding()
        return
    yield checks.database_finding(database=database, is_whole_wanted=is_whole_wanted)
    yield checks.clock_finding(database=database, now=now)
