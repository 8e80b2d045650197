"""How far the story has been played, kept in a small file that another process may read."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Progress:
    """Days played out of all days to play; `is_ready` once somebody can look around."""

    done: int = 0
    of: int = 1
    is_ready: bool = False

    @property
    def percent(self) -> int:
        return 100 if self.is_ready else min(99, 100 * self.done // max(1, self.of))


def write_progress(path: Path, progress: Progress) -> None:
    """Replace the file in one step, so that a reader never sees half of it."""
    draft = path.with_suffix(".part")
    draft.write_text(json.dumps(asdict(progress)), encoding="utf-8")
    draft.replace(path)


def read_progress(path: Path) -> Progress:
    """Return the written progress, or none yet where nothing was written."""
    try:
        return Progress(**json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return Progress()
