"""The closed lists that items choose from."""

from enum import StrEnum


class Strand(StrEnum):
    LISTENING = "listening"
    APPRECIATION = "appreciation"
    VULNERABILITY = "vulnerability"
    MEANING = "meaning"
    AFFECTION = "affection"
    REPAIR = "repair"


class Pack(StrEnum):
    """What a couple may switch on beside the strands."""

    APART = "apart"
    DESIRE = "desire"
    FAITH = "faith"
    GROWING_OLDER = "growing-older"
    ILLNESS = "illness"
    MONEY = "money"
    NEW_TOGETHER = "new-together"
    PARENTS = "parents"


class Fact(StrEnum):
    """What may be known of a couple, for a question that needs it."""

    CHILDREN = "children"


class AnswerGroup(StrEnum):
    """Under which heading of the Guide an answer stands."""

    START = "start"
    TALKING = "talking"
    CLOSENESS = "closeness"
    HARD_TIMES = "hard times"
    APART = "apart"
    ABOUT = "about closeknit"


class PageGroup(StrEnum):
    """Under which heading of the Guide a longer page stands; one of an answer's will do, too."""

    START = "start"
    TALKING = "talking"
    CLOSENESS = "closeness"
    HARD_TIMES = "hard times"
    APART = "apart"
    ABOUT = "about closeknit"
    STRAND = "strand"
    SIGNS = "signs"
    HELP = "help"
    EVIDENCE = "evidence"
    SAFETY = "safety"


class Category(StrEnum):
    EVERYDAY = "everyday"
    PAST = "past"
    FUTURE = "future"
    WORLD = "world"


class Mode(StrEnum):
    SOLO = "solo"
    TOGETHER = "together"
    REMOTE = "remote"


class Turn(StrEnum):
    """Who acts in a step."""

    BOTH = "both"
    SPEAKER = "speaker"
    LISTENER = "listener"
    YOU = "you"
    EACH_IN_TURN = "each in turn"


class Contraindication(StrEnum):
    """When a practice is not offered; REVIEWED_NONE says that someone looked and found none."""

    FEAR = "fear"
    DISTRESS = "distress"
    FLOODED = "flooded"
    NO_CONSENT = "no consent"
    TRAUMA = "trauma"
    GRIEF = "grief"
    THERAPIST_ONLY = "therapist only"
    PRIVACY = "privacy"
    ACCESS = "access"
    COST = "cost"
    REVIEWED_NONE = "none, reviewed"


class Strength(StrEnum):
    """How far a design lets us speak: of an effect, of a link, or of an opinion."""

    EFFECT = "effect"
    LINK = "link"
    OPINION = "opinion"


class Grade(StrEnum):
    """The design behind a practice; a programme's trial grades the whole package, not one step."""

    META_ANALYSIS_OF_TRIALS = "meta-analysis of trials"
    RANDOMISED_TRIAL = "randomised trial"
    SMALL_TRIAL = "small randomised trial"
    LAB_TRIAL = "lab trial"
    PACKAGE_TRIAL = "package trial"
    EXPERIMENT = "experiment"
    META_ANALYSIS_OF_CORRELATIONS = "meta-analysis of correlations"
    BEFORE_AND_AFTER = "before and after"
    LONGITUDINAL = "longitudinal"
    DIARY = "diary"
    REVIEW = "review"
    OBSERVATIONAL = "observational"
    CORRELATIONAL = "correlational"
    VIGNETTES = "vignettes"
    THERAPIST_STUDY = "therapist study"
    CONSENSUS = "consensus"

    @property
    def strength(self) -> Strength:
        if self is Grade.CONSENSUS:
            return Strength.OPINION
        return Strength.EFFECT if self in _GRADES_OF_EFFECT else Strength.LINK


_GRADES_OF_EFFECT = frozenset(
    {
        Grade.META_ANALYSIS_OF_TRIALS,
        Grade.RANDOMISED_TRIAL,
        Grade.SMALL_TRIAL,
        Grade.LAB_TRIAL,
        Grade.PACKAGE_TRIAL,
        Grade.EXPERIMENT,
    }
)


class CheckStatus(StrEnum):
    """How well a source was checked: DOI and finding, finding only, or not again."""

    CHECKED = "V"
    FINDING_ONLY = "P"
    NOT_RECHECKED = "M"


class LineKind(StrEnum):
    EMERGENCY = "emergency"
    VIOLENCE = "violence"
    CRISIS = "crisis"
    DIRECTORY = "directory"


class LineSource(StrEnum):
    """Whose page the number was read on, the most trusted first."""

    OPERATOR = "own"
    THIRD_PARTY = "other"
    PRESS = "press"
    CODE_FILE = "repo-file"


class LineStatus(StrEnum):
    SEEN = "seen"
    UNCONFIRMED = "unconfirmed"
    MEMORY = "memory"
