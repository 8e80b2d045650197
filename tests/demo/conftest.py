from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client

from closeknit.demo import queries
from closeknit.demo.actions.stages import play_year, start_at
from closeknit.demo.clock import ShiftedClock
from closeknit.demo.rules import Story, StoryStage, read_story


@pytest.fixture
def short_story(monkeypatch):
    """The first days of the year with its three stages close together."""
    stages = {StoryStage.FIRST_EVENING: 0, StoryStage.MONTH_FIVE: 2, StoryStage.MONTH_TWELVE: 5}
    story = replace(read_story(), stages=stages)
    for module in ("queries", "views"):
        monkeypatch.setattr(f"closeknit.demo.{module}.story", lambda: story)
    return story


@pytest.fixture
def sample(transactional_db, clock, settings, tmp_path, short_story):
    """A browser on the sample couple's own server, at the first evening, as nobody yet."""
    settings.CLOCK = ShiftedClock(tmp_path / "clock")
    settings.ENVIRONMENT = replace(
        settings.ENVIRONMENT, demo=True, data_dir=tmp_path, public_url="http://localhost"
    )
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "closeknit.demo.middleware.FirstPageMiddleware"]
    folder = queries.stages_folder()
    folder.mkdir()
    play_year(story=short_story, folder=folder, tell=lambda _progress: None)
    start_at(story=short_story, stage=StoryStage.FIRST_EVENING, folder=folder, clock=settings.CLOCK)
    return Client()


class StillClock:
    """A clock that stands where it was put."""

    def __init__(self):
        self.moment = None

    def __call__(self):
        return self.moment

    def move_to(self, moment):
        self.moment = moment


@pytest.fixture(scope="session")
def story() -> Story:
    return read_story()


@pytest.fixture(scope="session")
def stages(tmp_path_factory) -> Path:
    """Where the sample year is played to once; each test then starts from its copies."""
    return tmp_path_factory.mktemp("stages")


@pytest.fixture
def year(transactional_db, story, stages):
    """The couple in month twelve: the clock, and the folder with all that was told on the way."""
    clock, log = StillClock(), stages / "told"
    if not log.exists():
        told: list[object] = []
        play_year(story=story, folder=stages, tell=told.append)
        log.write_text(str(told[-1]))
    start_at(story=story, stage=StoryStage.MONTH_TWELVE, folder=stages, clock=clock)
    return clock, stages
