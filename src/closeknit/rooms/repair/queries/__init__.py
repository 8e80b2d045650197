"""What other rooms ask of this one."""

from closeknit.rooms.repair.queries.card import card
from closeknit.rooms.repair.queries.exported import ExportedWords, export
from closeknit.rooms.repair.queries.waiting import left_for

__all__ = ["ExportedWords", "card", "export", "left_for"]
