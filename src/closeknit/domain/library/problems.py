"""What is wrong with a content file, and what to write instead."""

from collections.abc import Sequence
from dataclasses import dataclass

_WHOLE = frozenset({"file", "folder", "TOML", "front matter"})


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    file: str
    field: str
    message: str

    @property
    def is_of_the_file(self) -> bool:
        """Whether the file as a whole could not be read; all else about it would follow."""
        return self.field in _WHOLE

    def __str__(self) -> str:
        return f"{self.file}: {self.field}: {self.message}"


class LibraryError(Exception):
    """The content cannot be read; `problems` names each file, field and remedy."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)
