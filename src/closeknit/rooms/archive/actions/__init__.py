"""Taking everything along, leaving a space, starting fresh, erasing an account."""

from closeknit.rooms.archive.actions.erasing import erase_everything
from closeknit.rooms.archive.actions.exporting import gather, pack
from closeknit.rooms.archive.actions.leaving import leave_space
from closeknit.rooms.archive.actions.regaining import begin_again, end_archived, recover

__all__ = [
    "begin_again",
    "end_archived",
    "erase_everything",
    "gather",
    "leave_space",
    "pack",
    "recover",
]
