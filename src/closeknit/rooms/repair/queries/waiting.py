"""What one of the two finds of the other tonight: a question for a good time, words left."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import BooleanField, QuerySet, Value

from closeknit.rooms.people.compiled_query import CompiledQuery, Param
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.repair.models import Apology, Opening, TimeRequest

DISMISSED = "put-away"  # a cookie: only this browser remembers what was not for tonight
FRESH = timedelta(days=1)
NO, YES = (Value(each, output_field=BooleanField()) for each in (False, True))
Asked = tuple[UUID, UUID, bool]
"""A request: its id, who asked, and whether the other said yes."""


# What was asked today, whoever asked, and what the other sent lately: its id, its owner, whether
# it was met with a yes, whether it is a letter.
_LEFT: CompiledQuery[tuple[UUID, UUID, bool, bool]] = CompiledQuery(
    TimeRequest.objects.filter(couple=Param("couple"), asked_on=Param("today"))
    .values_list("pk", "owner", "is_good", NO)
    .union(
        *(
            kind.objects.filter(couple=Param("couple"), sent_on__gte=Param("first"))
            .exclude(owner=Param("viewer"))
            .values_list("pk", "owner", NO, YES)
            for kind in (Opening, Apology)
        ),
        all=True,
    )
)


class GoodTime(StrEnum):
    """How "is now a good time?" stands tonight for one of the two."""

    UNASKED = "unasked"
    ASKED = "asked"
    IS_ASKED = "is asked"
    GOOD = "good"


@dataclass(frozen=True)
class Left:
    """What waits from the partner; nothing says whether it was seen."""

    is_asked: bool = False
    has_letter: bool = False

    @property
    def is_anything(self) -> bool:
        return self.is_asked or self.has_letter


def good_time(*, viewer: Viewer, cookies: Mapping[str, str]) -> GoodTime:
    """Return how it stands; a question put away in this browser counts as not asked."""
    asked = [(row.pk, row.owner_id, row.is_good) for row in _asked(viewer)]
    return _stands(viewer, asked, dismissed=cookies.get(DISMISSED, ""))


def asked_tonight(*, viewer: Viewer) -> TimeRequest | None:
    """Return what the partner asked today."""
    return _asked(viewer).exclude(owner=viewer.user).first()


def left_for(*, viewer: Viewer, cookies: Mapping[str, str]) -> Left:
    """Return what Today says of this room, in one query."""
    if not viewer.is_paired:
        return Left()
    rows = _LEFT.all(
        couple=viewer.couple.pk,
        viewer=viewer.user.pk,
        today=viewer.today,
        first=viewer.today - FRESH,
    )
    return Left(
        is_asked=_stands(
            viewer,
            [(pk, owner, bool(good)) for pk, owner, good, is_letter in rows if not is_letter],
            dismissed=cookies.get(DISMISSED, ""),
        )
        is GoodTime.IS_ASKED,
        has_letter=any(is_letter for *_, is_letter in rows),
    )


def _asked(viewer: Viewer) -> QuerySet[TimeRequest]:
    return TimeRequest.objects.filter(couple=viewer.couple, asked_on=viewer.today)


def _stands(viewer: Viewer, rows: Iterable[Asked], *, dismissed: str) -> GoodTime:
    asked = list(rows)
    if not asked or not viewer.is_paired:
        return GoodTime.UNASKED
    pk, owner, is_good = asked[0]
    if len(asked) > 1 or is_good:  # two who asked in one instant agree
        return GoodTime.GOOD
    if owner == viewer.user.pk:
        return GoodTime.ASKED
    return GoodTime.UNASKED if dismissed == str(pk) else GoodTime.IS_ASKED
