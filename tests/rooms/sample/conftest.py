from dataclasses import replace

import pytest
from django.test import Client

from closeknit.config.clock import ShiftedClock
from closeknit.rooms.sample import queries
from closeknit.rooms.sample.actions.stages import play_year, start_at
from closeknit.rooms.sample.rules import Stage, read_story


@pytest.fixture
def short_story(monkeypatch):
    """The first days of the year with its three stages close together."""
    stages = {Stage.FIRST_EVENING: 0, Stage.MONTH_FIVE: 2, Stage.MONTH_TWELVE: 5}
    story = replace(read_story(), stages=stages)
    for module in ("queries", "views"):
        monkeypatch.setattr(f"closeknit.rooms.sample.{module}.story", lambda: story)
    return story


@pytest.fixture
def sample(transactional_db, clock, settings, tmp_path, short_story):
    """A browser on the sample couple's own server, at the first evening, as nobody yet."""
    settings.CLOCK = ShiftedClock(tmp_path / "clock")
    settings.ENVIRONMENT = replace(
        settings.ENVIRONMENT, demo=True, data_dir=tmp_path, public_url="http://localhost"
    )
    folder = queries.stages_folder()
    folder.mkdir()
    play_year(story=short_story, folder=folder, tell=lambda _progress: None)
    start_at(story=short_story, stage=Stage.FIRST_EVENING, folder=folder, clock=settings.CLOCK)
    return Client()
