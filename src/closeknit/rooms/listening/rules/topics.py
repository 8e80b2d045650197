"""Which of the library's questions suit an evening of listening."""

from closeknit.domain.library import Category, Question


def is_easy(question: Question) -> bool:
    return (
        question.depth == 1
        and question.category is Category.EVERYDAY
        and not question.requires
        and not question.pack
        and not question.retired
    )
