"""What other rooms may do here."""

from closeknit.rooms.repair.actions.asking import forget_old_askings
from closeknit.rooms.repair.actions.drawing import destroy_unrevealed, renew_escrows
from closeknit.rooms.repair.actions.removing import erase

__all__ = ["destroy_unrevealed", "erase", "forget_old_askings", "renew_escrows"]
