"""Noting a practice, doing one step by step, and saying yes to it."""

from closeknit.rooms.practices.actions.evening import (
    destroy_unrevealed,
    forget_old_yeses,
    go_to_step,
    leave_practice,
    renew_escrows,
    say_yes,
    stop_for_tonight,
)
from closeknit.rooms.practices.actions.noting import (
    change_doing,
    erase,
    hide_doing,
    keep_opinion,
    note_doing,
    remove_doing,
    show_doing,
)

__all__ = [
    "change_doing",
    "destroy_unrevealed",
    "erase",
    "forget_old_yeses",
    "go_to_step",
    "hide_doing",
    "keep_opinion",
    "leave_practice",
    "note_doing",
    "remove_doing",
    "renew_escrows",
    "say_yes",
    "show_doing",
    "stop_for_tonight",
]
