"""What other rooms ask of this one."""

from closeknit.rooms.repair.queries.takeout import TakenWords, export
from closeknit.rooms.repair.queries.waiting import Left, left_for

__all__ = ["Left", "TakenWords", "export", "left_for"]
