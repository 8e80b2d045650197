"""A practice adds up, says when not to do it, asks consent, and claims no more than its grade."""

from collections.abc import Iterator

from closeknit.domain.library.checks.texts import practice_fields
from closeknit.domain.library.checks.wording import Wording, asserted
from closeknit.domain.library.items import Practice, Reference
from closeknit.domain.library.kinds import CheckStatus, Contraindication, Mode, Strength
from closeknit.domain.library.problems import Problem
from closeknit.domain.library.reader import LoadResult

HIGHEST_PRIOR = {Strength.EFFECT: 0.45, Strength.LINK: 0.35, Strength.OPINION: 0.25}
DEPTH_THAT_NEEDS_CONSENT = 4
_ROUNDING = 1e-6
_WEAKEST_FIRST = (Strength.OPINION, Strength.LINK, Strength.EFFECT)
_LEAST_CHECKED_FIRST = (
    CheckStatus.NOT_RECHECKED,
    CheckStatus.FINDING_ONLY,
    CheckStatus.CHECKED,
)


def practice_problems(reading: LoadResult, wording: Wording) -> Iterator[Problem]:
    references = reading.library.references
    for practice in reading.library.practices.values():
        file = reading.file_of["practices", practice.id]
        cited = [references[name] for name in practice.evidence if name in references]
        for field, message in (
            *_sums(practice),
            *_exclusions(practice),
            *_consent(practice, wording),
            *_grading(practice, cited),
            *_claim(practice, wording),
        ):
            yield Problem(file, field, message)


def _sums(practice: Practice) -> Iterator[tuple[str, str]]:
    total = sum(step.minutes for step in practice.steps)
    if abs(total - practice.minutes) > _ROUNDING:
        yield "minutes", f"is {practice.minutes:g} but the steps take {total:g}; write {total:g}"
    if not practice.modes:
        yield "modes", 'is empty; write some of "solo", "together", "remote"'


def _exclusions(practice: Practice) -> Iterator[tuple[str, str]]:
    given = practice.contraindications
    if not given:
        yield "contraindications", 'is empty; write who it is not for, or "none, reviewed"'
    if Contraindication.REVIEWED_NONE in given and len(given) > 1:
        yield "contraindications", 'says both none and some; leave "none, reviewed" out'
    excludes_fear = Contraindication.FEAR in given
    if practice.safe_in_fear and (excludes_fear or Mode.SOLO not in practice.modes):
        yield "safe_in_fear", "is true, but it is for two or excludes fear; leave it out"
    elif not practice.safe_in_fear and not excludes_fear:
        remedy = 'add it, or for one alone write "safe_in_fear = true" after a look'
        yield "contraindications", f'lacks "fear"; {remedy}'


def _consent(practice: Practice, wording: Wording) -> Iterator[tuple[str, str]]:
    if practice.consent_gate:
        return
    if practice.depth >= DEPTH_THAT_NEEDS_CONSENT:
        yield "consent_gate", f"is false at depth {practice.depth}; write true"
    if Contraindication.NO_CONSENT in practice.contraindications:
        yield "consent_gate", 'is false beside "no consent"; write true'
    asked = [practice.title]
    for step in practice.steps:
        asked += [step.do, step.say]
    if found := wording.touch.search(" ".join(asked)):
        yield "consent_gate", f"is false but it asks for touch ({found.group()!r}); write true"


def _grading(practice: Practice, cited: list[Reference]) -> Iterator[tuple[str, str]]:
    if not practice.evidence:
        yield "evidence", "is empty; write the id of at least one reference"
    if not cited:
        return
    strongest = max((each.strength for each in cited), key=_WEAKEST_FIRST.index)
    if _WEAKEST_FIRST.index(practice.grade.strength) > _WEAKEST_FIRST.index(strongest):
        designs = "; ".join(each.design for each in cited)
        yield (
            "grade",
            f"{practice.grade.value!r} is stronger than its sources ({designs}); lower it",
        )
    weakest = min((each.status for each in cited), key=_LEAST_CHECKED_FIRST.index)
    if practice.status is not weakest:
        yield (
            "status",
            f"is {practice.status.value!r}; its least checked source says {weakest.value!r}",
        )
    most = HIGHEST_PRIOR[practice.grade.strength]
    if practice.prior.mean > most:
        yield "prior.mean", f"is {practice.prior.mean:g}; this grade carries at most {most:g}"


def _claim(practice: Practice, wording: Wording) -> Iterator[tuple[str, str]]:
    line = practice.evidence_line
    if line.count(". ") or not line.endswith("."):
        yield "evidence_line", "is not one sentence; write one, with its limit after a semicolon"
    if practice.status is not CheckStatus.CHECKED and not wording.not_rechecked.search(line):
        yield (
            "evidence_line",
            "rests on a source that was not read again; say \u201cnot re-checked\u201d",
        )
    if practice.grade.strength is not Strength.EFFECT and (
        found := asserted(wording.causes, line, wording)
    ):
        yield (
            "evidence_line",
            f"says {found!r}, but its grade shows a link; write \u201cwent with\u201d",
        )
    for field, words in practice_fields(practice).items():
        told = wording.research.search(words) if field != "evidence_line" else None
        if told:
            yield field, f"says {told.group()!r}; what was found stands in evidence_line alone"
        if found := asserted(wording.overclaims, words, wording):
            yield field, f"says {found!r}, which no grade carries; say what was seen, and in whom"
