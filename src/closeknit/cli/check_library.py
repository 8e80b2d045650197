"""`closeknit check-library`: every problem in the content, with its remedy."""

from pathlib import Path
from typing import Annotated

import typer

from closeknit.domain.library import check

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def check_library(
    root: Annotated[
        Path | None, typer.Option(help="A content folder; the shipped one if left out.")
    ] = None,
) -> None:
    """Check every question, practice and source."""
    found = check.check(root)
    for problem in found:
        print(problem)
    if found:
        raise typer.Exit(1)
    print("The library is in order.")
