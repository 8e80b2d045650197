"""What stands in a person's calendar, without any key."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.utils.translation import gettext as _

from closeknit.rooms.calendar.models import Feed
from closeknit.rooms.calendar.rules import FeedEntry, FeedKind, digest_of
from closeknit.rooms.meetings import queries as meetings
from closeknit.rooms.notifications.queries.own import reminder_settings_of
from closeknit.rooms.people.models import Membership
from closeknit.rooms.people.viewer import Viewer


@dataclass(frozen=True)
class OwnFeed:
    """A person's feed; `made_on` is None while it is off, `zone` is where they are."""

    made_on: date | None
    moment_at: time | None
    zone: str


@dataclass(frozen=True)
class FeedEntries:
    owner: UUID
    since: date
    entries: tuple[FeedEntry, ...]


def feed_of(*, viewer: Viewer) -> OwnFeed:
    zone = reminder_settings_of(user=viewer.user, zone=viewer.zone).zone
    row = Feed.objects.filter(user=viewer.user).first()
    if row is None:
        return OwnFeed(made_on=None, moment_at=None, zone=zone)
    made_on = row.made_on if row.digest else None
    return OwnFeed(made_on=made_on, moment_at=row.moment_at, zone=zone)


def entries_by_secret(secret: str, *, now: datetime) -> FeedEntries | None:
    """Return what a feed's address shows; None for an address that opens nothing."""
    known = Feed.objects.filter(digest=digest_of(secret), user__is_active=True)
    row = known.select_related("user").first()
    if row is None or row.made_on is None:
        return None
    seat = Membership.objects.filter(user=row.user_id, left_on=None).select_related("couple")
    membership = seat.first()
    entries: list[FeedEntry] = []
    if membership is not None:
        hour = meetings.hour_of(couple=membership.couple, now=now)
        if hour is not None:
            title = _("A quiet half hour")
            entries.append(FeedEntry(FeedKind.HOUR, title, hour.at, hour.zone, hour.weekday))
        if row.moment_at is not None:
            zone = reminder_settings_of(user=row.user, zone=membership.couple.zone_at(now)).zone
            entries.append(moment(row.moment_at, zone=zone))
    return FeedEntries(owner=row.user_id, since=row.made_on, entries=tuple(entries))


def moment(at: time, *, zone: str) -> FeedEntry:
    return FeedEntry(FeedKind.MOMENT, _("A quiet moment"), at, zone)
