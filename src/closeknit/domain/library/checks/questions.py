"""A question is one, open, short, and answerable by anyone."""

from collections.abc import Iterator

from closeknit.domain.library.checks.wording import Wording
from closeknit.domain.library.items import Question
from closeknit.domain.library.problems import Problem
from closeknit.domain.library.reader import LoadResult

MOST_WORDS = 14


def question_problems(reading: LoadResult, wording: Wording) -> Iterator[Problem]:
    for question in reading.library.questions.values():
        file = reading.file_of["questions", question.id]
        for message in _faults(question, wording):
            yield Problem(file, f"question[{question.id}].text", message)


def _faults(question: Question, wording: Wording) -> Iterator[str]:
    text = question.text
    words = len(text.split())
    if words > MOST_WORDS:
        yield f"has {words} words; write at most {MOST_WORDS}"
    if text.count("?") != 1 or not text.endswith("?"):
        yield "is not one question; write one sentence that ends with its only question mark"
    if found := wording.closed_opening.search(text):
        opening = found.group().strip(" ,:;")
        yield f"can be answered with yes or no ({opening!r}); open with what, which, when, how"
    if found := wording.verdict.search(text):
        yield f"asks for a verdict ({found.group()!r}); ask for a moment or a wish"
    for subject, pattern in wording.assumptions.items():
        found = pattern.search(text)
        if found and subject != question.pack:
            yield f"assumes {subject} ({found.group()!r}); write words that anyone can answer"
