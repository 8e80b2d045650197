"""What other rooms may do here."""

from closeknit.rooms.repair.actions.asking import delete_old_time_requests
from closeknit.rooms.repair.actions.drawing import destroy_unrevealed, renew_escrows
from closeknit.rooms.repair.actions.removing import erase

__all__ = ["delete_old_time_requests", "destroy_unrevealed", "erase", "renew_escrows"]
