"""What could hurt somebody who lives with fear or in a crisis, by patterns that were reviewed."""

from collections.abc import Iterator

from closeknit.domain.library.checks.texts import texts
from closeknit.domain.library.checks.wording import Wording, claimed
from closeknit.domain.library.problems import Problem
from closeknit.domain.library.reader import LoadResult


def danger_problems(reading: LoadResult, wording: Wording) -> Iterator[Problem]:
    for text in texts(reading):
        for danger, found in claimed(text.words, wording.dangers):
            message = f"{danger.name} ({found!r}); {danger.instead}"
            yield Problem(text.file, text.field, message)
