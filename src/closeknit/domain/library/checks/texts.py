"""Every piece of prose in the library with the place it stands in."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from closeknit.domain.library.items import Journey, Practice, Week
from closeknit.domain.library.reader import LoadResult


@dataclass(frozen=True, slots=True)
class Text:
    kind: str
    id: str
    file: str
    field: str
    words: str


@lru_cache(maxsize=1)
def texts(reading: LoadResult) -> tuple[Text, ...]:
    """All of one reading; kept, since several rules look at each."""
    return tuple(_texts(reading))


def _texts(reading: LoadResult) -> Iterator[Text]:
    library = reading.library
    for question in library.questions.values():
        place = f"question[{question.id}]."
        yield from _fields(
            reading,
            "questions",
            question.id,
            {f"{place}text": question.text, f"{place}follow_up": question.follow_up},
        )
    for practice in library.practices.values():
        yield from _fields(reading, "practices", practice.id, practice_fields(practice))
    for journey in library.journeys.values():
        yield from _fields(reading, "journeys", journey.id, _journey_fields(journey))
    for entry in library.faq.values():
        fields = {"question": entry.question, "text": entry.answer}
        yield from _fields(reading, "faq", entry.id, fields)
    for page in library.pages.values():
        yield from _fields(reading, "pages", page.id, {"title": page.title, "text": page.body})


def practice_fields(practice: Practice) -> dict[str, str]:
    fields = {"title": practice.title, "why": practice.why, "caution": practice.caution}
    for place, step in enumerate(practice.steps, start=1):
        fields[f"steps[{place}].do"] = step.do
        fields[f"steps[{place}].say"] = step.say
    fields["stop_if"] = practice.stop_if
    fields["when_it_goes_wrong"] = practice.when_it_goes_wrong
    fields["adaptations.distance"] = practice.adaptations.distance
    fields["adaptations.disability"] = practice.adaptations.disability
    fields["adaptations.neurodivergence"] = practice.adaptations.neurodivergence
    fields["adaptations.culture"] = practice.adaptations.culture
    fields["evidence_line"] = practice.evidence_line
    return fields


def _journey_fields(journey: Journey) -> dict[str, str]:
    fields = {
        "title": journey.title,
        "audience": journey.audience,
        "promise": journey.promise,
        "exit": journey.exit,
    }
    for number, advice in enumerate(journey.refer, start=1):
        fields[f"refer[{number}]"] = advice
    for week in journey.all_weeks:
        for name, words in _week_fields(week).items():
            fields[f"weeks[{week.number}].{name}"] = words
    return fields


def _week_fields(week: Week) -> dict[str, str]:
    fields = {
        "theme": week.theme,
        "goal": week.goal,
        "before": week.before,
        "session_note": week.session_note,
        "check": week.check,
        "when_it_fails": week.when_it_fails,
        "scene": week.scene,
    }
    for number, daily in enumerate(week.daily_sentences, start=1):
        fields[f"dailies[sentence {number}]"] = daily
    return fields


def _fields(reading: LoadResult, kind: str, name: str, fields: dict[str, str]) -> Iterator[Text]:
    file = reading.file_of[kind, name]
    for field, words in fields.items():
        if words:
            yield Text(kind, name, file, field, words)
