"""The year played once, a copy of the database kept at each stage, and going to one of them."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from django.db import connection, transaction

from closeknit.demo.actions.arriving import begin, unlocked_players
from closeknit.demo.actions.playing import live_on, play
from closeknit.demo.clock import MovableClock
from closeknit.demo.rules import Progress, Story, StoryAct, StoryStage, Who


def play_year(*, story: Story, folder: Path, tell: Callable[[Progress], object]) -> None:
    """Play the year into the empty database; leave a copy of each stage in `folder`."""
    last = max(story.stages.values())
    day, players = 0, None
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")  # a power cut may take what is thrown away anyway
    for stage in StoryStage:
        with transaction.atomic():
            players = players or begin(story=story)
            while day < story.stages[stage]:
                play(story=story, players=players, day=day, acts=_rest_of(story, day))
                day += 1
                tell(Progress(done=day, of=last + 1))
            play(story=story, players=players, day=day, acts=story.before_visit(day))
        _copy_to(_file(folder, stage))


def start_at(*, story: Story, stage: StoryStage, folder: Path, clock: MovableClock) -> None:
    """Put the database back to a stage and the clock to its evening; ends every sign-in."""
    copy = f"{_file(folder, stage).as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(copy, uri=True)) as source:
        connection.ensure_connection()
        source.backup(connection.connection)
    clock.move_to(story.visit(story.stages[stage]))


def go_to_next_day(*, story: Story, visitor: Who, today: int, clock: MovableClock) -> None:
    """Move the clock to the next evening; the one whom nobody plays has written by then."""
    live_on(story=story, players=unlocked_players(), who=visitor.other, day=today + 1)
    clock.move_to(story.visit(today + 1))


def _rest_of(story: Story, day: int) -> Sequence[StoryAct]:
    """A stage's evening was played halfway before its copy was made."""
    is_begun = day in story.stages.values()
    return story.after_visit(day) if is_begun else story.acts.get(day, ())


def _copy_to(file: Path) -> None:
    with closing(sqlite3.connect(file)) as copy:
        connection.connection.backup(copy)


def _file(folder: Path, stage: StoryStage) -> Path:
    return folder / f"{stage}.sqlite3"
