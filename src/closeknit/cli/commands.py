"""The commands and their one-line summaries; a command's module loads when it is called."""

import os
import sys
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from closeknit.cli.bootstrap import with_django
from closeknit.cli.terminal import never_fail_to_print
from closeknit.hosting.problems import sentence_of


@dataclass(frozen=True)
class Entry:
    """Where a command is; `module.app` is its typer application."""

    module: str
    summary: str
    needs_django: bool = False
    is_hidden: bool = False


COMMANDS = {
    "serve": Entry("serve", "Start Closeknit on this machine."),
    "demo": Entry("demo", "Look around with a made-up couple."),
    "invite": Entry("invite", "Print a one-time link for a new couple."),
    "migrate": Entry("migrate", "Bring the database up to date."),
    "backup": Entry("backup", "Copy the database, or save the secrets."),
    "restore": Entry("restore", "Bring a backup into an empty data folder."),
    "move": Entry("move", "Move from an SQLite file to PostgreSQL."),
    "compact": Entry("compact", "Write the SQLite file anew without free pages."),
    "doctor": Entry("doctor", "Tell what needs your care, in one sentence each."),
    "check-health": Entry("check_health", "Ask the running server whether it lives."),
    "send-due": Entry("send_due", "Send the reminders that are due.", needs_django=True),
    "send-one": Entry("send_one", "Send one test message.", needs_django=True, is_hidden=True),
    "make-export": Entry("make_export", "Make one export.", needs_django=True, is_hidden=True),
    "check-library": Entry("check_library", "Check every question, practice and source."),
}


class LazyGroup(TyperGroup):
    """Lists every command without importing any, and imports the one that is called."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002  typer's signature
        return [name for name, entry in COMMANDS.items() if not entry.is_hidden]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002  typer's signature
        entry = COMMANDS.get(cmd_name)
        return entry and TyperCommand(cmd_name, help=entry.summary)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        name, _listed, rest = super().resolve_command(ctx, args)
        entry = COMMANDS[str(name)]
        load = with_django if entry.needs_django else _import
        return name, typer.main.get_command(load(entry.module).app), rest


app = typer.Typer(
    cls=LazyGroup,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.callback()
def closeknit() -> None:
    """Closeknit: a private home for two, on your own machine."""


def main() -> None:
    os.umask(0o077)  # whatever the server writes is its owner's alone
    never_fail_to_print()
    try:
        app()
    except Exception as problem:
        sentence = sentence_of(problem)
        if sentence is None:
            raise
        sys.stderr.write(f"{sentence}\n")
        raise SystemExit(1) from None


def _import(module: str) -> Any:
    return import_module(f"{__package__}.{module}")
