"""Somebody opens Today: all that a room may know when it makes its card."""

from collections.abc import Mapping
from dataclasses import dataclass

from closeknit.rooms.people.rules import Choices
from closeknit.rooms.people.viewer import Viewer


@dataclass(frozen=True)
class Visit:
    viewer: Viewer
    choices: Choices
    cookies: Mapping[str, str]
    may_suggest: bool
    """Whether tonight has room for a suggestion; what costs time is not worked out without."""
