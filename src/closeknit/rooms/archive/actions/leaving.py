"""Closing a space: at once, and for both."""

from closeknit.rooms import lifecycles
from closeknit.rooms.people.viewer import Viewer


def leave_space(*, viewer: Viewer) -> None:
    """Close the viewer's own space, for both."""
    lifecycles.close(couple=viewer.couple, now=viewer.now)
