import shutil
from pathlib import Path

import pytest
from served import serving


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
