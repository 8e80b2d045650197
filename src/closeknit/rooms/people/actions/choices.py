"""What a person sets for themselves alone."""

from collections.abc import Callable

from django.db import transaction

from closeknit.domain.vault import Readers
from closeknit.rooms.people.actions.rows import take_own_turn
from closeknit.rooms.people.models import Couple, Membership, Preferences, User
from closeknit.rooms.people.queries import choices_of
from closeknit.rooms.people.rules import Choices, Pace, choices_to_words
from closeknit.rooms.people.viewer import Viewer


@transaction.atomic
def keep_choices(*, viewer: Viewer, choices: Choices) -> None:
    """Seal the choices; everybody has such a row, whatever it says."""
    take_own_turn(viewer.user)
    _keep(viewer, choices)


@transaction.atomic
def change_choices(*, viewer: Viewer, change: Callable[[Choices], Choices]) -> None:
    """Change some choices; the others stay as they stand at this instant."""
    take_own_turn(viewer.user)
    _keep(viewer, change(choices_of(viewer=viewer)))


def change_profile(*, user: User, name: str, pronouns: str, language: str) -> None:
    user.name, user.pronouns, user.language = name, pronouns, language
    user.save(update_fields=["name", "pronouns", "language"])


def change_email(*, user: User, email: str) -> None:
    """Set an address, or take it away; whoever else has set it keeps it."""
    user.email = email
    user.save(update_fields=["email"])


@transaction.atomic
def change_zone(*, viewer: Viewer, zone: str) -> None:
    """Move the couple's days to another time zone from the next day on; either may.

    Both see which one it is and from when, so that nobody's day ends early.
    """
    couple = Couple.objects.select_for_update().get(pk=viewer.couple.pk)
    couple.zones = couple.zones.changed(zone, at=viewer.now)
    couple.save(update_fields=["zone", "coming_zone", "coming_zone_since"])


def choose_pace(*, viewer: Viewer, pace: Pace) -> None:
    """Set how often the couple's Today suggests something; either may, and both see which it is."""
    Couple.objects.filter(pk=viewer.couple.pk).update(pace=pace)


def choose_deeper(*, viewer: Viewer, wanted: bool) -> None:
    """Say whether the bravest questions may come; they come only when both have said so."""
    since = viewer.today if wanted else None
    Membership.objects.filter(pk=viewer.membership.pk).update(deep_since=since)


def choose_desire(*, viewer: Viewer, wanted: bool) -> None:
    """Say whether questions about desire may come; they come only when both have said so."""
    since = viewer.today if wanted else None
    Membership.objects.filter(pk=viewer.membership.pk).update(desire_since=since)


def _keep(viewer: Viewer, choices: Choices) -> None:
    row = Preferences.objects.filter(owner=viewer.user).first() or Preferences(couple=None)
    viewer.seal(row, choices_to_words(choices), readers=Readers.SELF)
    row.save()
