"""The question of a day in words: from the library, read once per process, or from the couple."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import connection

from closeknit.domain.library import Question, bundled
from closeknit.rooms.people.rules import couple_day
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.questions import rules
from closeknit.rooms.questions.models import Day, OwnQuestion
from closeknit.rooms.questions.queries.sight import SeenDay
from closeknit.ui.language import library

# By hand, since the ORM spends more on building this union than the database on answering it; and
# what was asked comes as one text, since each row of SQLite hands the interpreter to other threads.
_FACTS = """
SELECT 'asked', {join}(slug || ' ' || day, ','), MAX(day), COALESCE(SUM(opened), 0) FROM (
    SELECT slug, MAX(date) AS day, COUNT(CASE WHEN revealed_on < %(on)s THEN 1 END) AS opened
    FROM questions_day WHERE couple_id = %(couple)s AND date < %(on)s GROUP BY slug) AS days
UNION ALL
SELECT 'skipped', slug, skipped_on, 0 FROM questions_skippedquestion
    WHERE couple_id = %(couple)s AND skipped_on <= %(on)s
UNION ALL
SELECT 'pack', pack, chosen_on, 0 FROM questions_packchoice
    WHERE couple_id = %(couple)s AND chosen_on < %(on)s AND (until IS NULL OR until >= %(on)s)
UNION ALL
SELECT 'own', CAST(id AS varchar(40)), written_on, 0 FROM questions_ownquestion AS own
    WHERE couple_id = %(couple)s AND written_on < %(on)s AND NOT EXISTS (
        SELECT 1 FROM questions_day
        WHERE couple_id = %(couple)s AND date < %(on)s AND own_id = own.id)
"""
_JOIN = {"sqlite": "GROUP_CONCAT", "postgresql": "STRING_AGG"}
_OWN = ""  # the slug of days whose question was the couple's own


@dataclass(frozen=True)
class Asked:
    """A question as a person reads it; `text` is None when it is damaged or gone."""

    key: str
    text: str | None
    strand: str = ""
    follow_up: str = ""
    is_own: bool = False
    is_reworded: bool = False
    asked_before: date | None = None


def questions_of(*, viewer: Viewer, days: Iterable[SeenDay]) -> Mapping[date, Asked]:
    """The questions of days that were written to, by their dates."""
    days = list(days)
    own = _own_questions(viewer, [each.own_id for each in days if each.own_id is not None])
    return {
        each.date: _asked_own(own.get(each.own_id)) if each.was_own else _asked(each)
        for each in days
    }


def question_of(*, viewer: Viewer, day: SeenDay) -> Asked:
    return questions_of(viewer=viewer, days=[day])[day.date]


def question_by_pick(*, viewer: Viewer, on: date) -> Asked | None:
    """The question of a day that nobody has written to; None when all were set aside."""
    picked = pick_of(viewer=viewer, on=on)
    if picked is None:
        return None
    if picked.question is None:
        return _asked_own(_own_questions(viewer, [picked.own]).get(picked.own))
    question = library().questions[picked.question.id]
    return _from_library(question, asked_before=picked.asked_before)


def pick_of(*, viewer: Viewer, on: date) -> rules.Pick | None:
    """Work out the question of a day from what was so before it; writes nothing."""
    return rules.pick(
        seed=viewer.couple.pk,
        on=on,
        past=past_before(viewer=viewer, on=on),
        deep=_both_want_deeper(viewer, on=on),
        library=bundled(),  # one for both, whatever language each of them reads
    )


def past_before(*, viewer: Viewer, on: date) -> rules.Past:
    """Gather in one query what the question of the day `on` rests on."""
    couple = viewer.couple
    keys = {"couple": Day._meta.get_field("couple").get_db_prep_value(couple.pk, connection)}  # noqa: SLF001 - Django's own name for a model's fields
    facts: dict[str, dict[str, date]] = {"skipped": {}, "pack": {}, "own": {}}
    asked: dict[str, date] = {}
    mutual_answers = 0
    with connection.cursor() as cursor:
        cursor.execute(
            _FACTS.format(join=_JOIN[connection.vendor]),
            {**keys, "on": connection.ops.adapt_datefield_value(on)},
        )
        for kind, key, day, opened in cursor.fetchall():
            if kind == "asked":
                asked, mutual_answers = _asked_on(key), int(opened)
            else:
                facts[kind][key] = _day(day)
    before_all = couple_day(now=couple.created_at, zone=couple.zone) - timedelta(days=1)
    return rules.Past(
        mutual_answers=mutual_answers,
        packs=frozenset(facts["pack"]),
        skipped=frozenset(facts["skipped"]),
        own_waiting=tuple(
            (UUID(key), day) for day, key in sorted((day, key) for key, day in facts["own"].items())
        ),
        last_day=max(asked.values(), default=before_all),
        own_last_asked=asked.pop(_OWN, None),
        used=asked,
    )


def _asked_on(joined: str | None) -> dict[str, date]:
    """Take apart "slug day,slug day"; the slug of the couple's own questions is empty."""
    pairs = (each.rpartition(" ") for each in (joined or "").split(",") if each)
    return {slug: date.fromisoformat(day) for slug, _space, day in pairs}


def _day(value: date | str) -> date:
    """SQLite hands dates back as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def _both_want_deeper(viewer: Viewer, *, on: date) -> bool:
    """The deepest questions come only when both chose them before that day."""
    seats = (viewer.membership, viewer.partner_membership)
    return all(
        seat is not None and seat.deep_since is not None and seat.deep_since < on for seat in seats
    )


def _own_questions(viewer: Viewer, keys: Iterable[UUID | None]) -> dict[UUID | None, Asked]:
    keys = [key for key in keys if key is not None]
    if not keys:
        return {}
    found: dict[UUID | None, Asked] = {}
    for row in OwnQuestion.objects.filter(couple=viewer.couple, pk__in=keys):
        words = viewer.open(row)
        text = None if words is None else words.get("text")
        found[row.pk] = Asked(key=str(row.pk), text=text, is_own=True)
    return found


def _asked_own(found: Asked | None) -> Asked:
    return found or Asked(key="", text=None, is_own=True)


def _asked(day: SeenDay) -> Asked:
    question = library().questions.get(day.slug)
    if question is None:
        return Asked(key=day.slug, text=None)
    return _from_library(
        question, asked_before=day.asked_before, is_reworded=question.edition != day.edition
    )


def _from_library(
    question: Question, *, asked_before: date | None, is_reworded: bool = False
) -> Asked:
    return Asked(
        key=question.id,
        text=question.text,
        strand=question.strand.value,
        follow_up=question.follow_up,
        is_reworded=is_reworded,
        asked_before=asked_before,
    )
