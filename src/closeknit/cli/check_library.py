"""`closeknit check-library`: every problem in the content, with its remedy."""

from pathlib import Path
from typing import Annotated

import typer

from closeknit.demo.rules.reading import STORY, StoryError, read_story
from closeknit.domain.library import CONTENT, Problem, check

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def check_library(
    root: Annotated[
        Path | None, typer.Option(help="A content folder; the shipped one if left out.")
    ] = None,
) -> None:
    """Check every question, practice and source."""
    found = check.check(root) or _of_the_story(root or CONTENT)
    for problem in found:
        print(problem)
    if found:
        raise typer.Exit(1)
    print("The library is in order.")


def _of_the_story(root: Path) -> list[Problem]:
    """What keeps the sample couple's year from being read, which the library knows nothing of."""
    place = STORY.relative_to(CONTENT)
    try:
        if (root / place).exists():
            read_story(root / place)
    except StoryError as error:
        return [Problem(place.as_posix(), "story", f"cannot be played: {error}; mend that entry")]
    return []
