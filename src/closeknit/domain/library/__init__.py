"""The library knows practices, questions, journeys, answers, sources and help lines, as data.

It reads and validates the content folder and says which question a day has. It refuses to know
who the couple are, what they answered, or which practice fits tonight: that is the coach.
"""

from closeknit.domain.library.items import (
    Adaptations,
    FaqEntry,
    GuidePage,
    HelpLine,
    Journey,
    Library,
    Practice,
    Prior,
    Question,
    Reference,
    Step,
    Week,
)
from closeknit.domain.library.kinds import (
    Category,
    CheckStatus,
    Contraindication,
    Grade,
    LineKind,
    LineSource,
    LineStatus,
    Mode,
    Strand,
    Strength,
    Turn,
)
from closeknit.domain.library.problems import LibraryError, Problem
from closeknit.domain.library.reader import CONTENT, SOURCE_LANGUAGE, bundled, languages, load
from closeknit.domain.library.schedule import NoQuestionError, Schedule

__all__ = [
    "CONTENT",
    "SOURCE_LANGUAGE",
    "Adaptations",
    "Category",
    "CheckStatus",
    "Contraindication",
    "FaqEntry",
    "Grade",
    "GuidePage",
    "HelpLine",
    "Journey",
    "Library",
    "LibraryError",
    "LineKind",
    "LineSource",
    "LineStatus",
    "Mode",
    "NoQuestionError",
    "Practice",
    "Prior",
    "Problem",
    "Question",
    "Reference",
    "Schedule",
    "Step",
    "Strand",
    "Strength",
    "Turn",
    "Week",
    "bundled",
    "languages",
    "load",
]
