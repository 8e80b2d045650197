import shutil
from pathlib import Path

import pytest
from served import serving

from closeknit.rooms.sample.actions.stages import play_year, start_at
from closeknit.rooms.sample.rules import Stage, Story, read_story


@pytest.fixture(scope="session")
def _served_once(tmp_path_factory) -> Path:
    home = tmp_path_factory.mktemp("served") / "data"
    with serving(home):
        pass
    return home


@pytest.fixture
def home(_served_once, tmp_path) -> Path:
    """A data folder where a server has run and nobody has come yet."""
    return shutil.copytree(_served_once, tmp_path / "data")


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
        told = []
        play_year(story=story, folder=stages, tell=told.append)
        log.write_text(str(told[-1]))
    start_at(story=story, stage=Stage.MONTH_TWELVE, folder=stages, clock=clock)
    return clock, stages
