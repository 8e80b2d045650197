"""What other rooms may do in this one."""

from closeknit.rooms.questions.actions.answering import (
    AlreadyOpenError,
    forget_open_escrows,
    keep_draft,
    pass_on,
    renew_escrows,
    seal_answer,
    seal_guess,
)
from closeknit.rooms.questions.actions.choosing import (
    LastQuestionError,
    ask,
    choose_deeper,
    choose_desire,
    choose_packs,
    skip_for_good,
    take_back_question,
)
from closeknit.rooms.questions.actions.days import DayIsClosedError, QuestionChangedError
from closeknit.rooms.questions.actions.erasing import destroy_unrevealed, erase
from closeknit.rooms.questions.actions.replying import reply
from closeknit.rooms.questions.actions.unmatched import hand_over, keep_private, let_go

__all__ = [
    "AlreadyOpenError",
    "DayIsClosedError",
    "LastQuestionError",
    "QuestionChangedError",
    "ask",
    "choose_deeper",
    "choose_desire",
    "choose_packs",
    "destroy_unrevealed",
    "erase",
    "forget_open_escrows",
    "hand_over",
    "keep_draft",
    "keep_private",
    "let_go",
    "pass_on",
    "renew_escrows",
    "reply",
    "seal_answer",
    "seal_guess",
    "skip_for_good",
    "take_back_question",
]
