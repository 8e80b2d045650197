"""Taking everything along, leaving a space, starting fresh, erasing an account."""

from closeknit.rooms.archive.actions.erasing import erase_everything
from closeknit.rooms.archive.actions.exporting import gather, pack
from closeknit.rooms.archive.actions.exports import (
    TooManyExportsError,
    begin_export,
    forget_export,
    make_export,
)
from closeknit.rooms.archive.actions.leaving import leave_space
from closeknit.rooms.archive.actions.regaining import begin_again, end_archived, recover

__all__ = [
    "TooManyExportsError",
    "begin_again",
    "begin_export",
    "end_archived",
    "erase_everything",
    "forget_export",
    "gather",
    "leave_space",
    "make_export",
    "pack",
    "recover",
]
