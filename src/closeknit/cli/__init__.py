"""The `closeknit` command."""

from closeknit.cli.commands import main

__all__ = ["main"]
