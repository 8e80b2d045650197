"""What other rooms ask of this one."""

from closeknit.rooms.repair.queries.exported import ExportedWords, export
from closeknit.rooms.repair.queries.waiting import Left, left_for

__all__ = ["ExportedWords", "Left", "export", "left_for"]
