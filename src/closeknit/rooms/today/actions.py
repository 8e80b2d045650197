"""First evenings, what was not for tonight, and a quiet month."""

from dataclasses import replace
from datetime import date, timedelta

from django.db import transaction

from closeknit.rooms.notifications.actions import pause_until
from closeknit.rooms.people.actions.choices import change_choices
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.today.queries.own import onboarding_step_of
from closeknit.rooms.today.rules.evenings import OnboardingStep, completed_after

QUIET_MONTH = timedelta(days=30)


def begin_onboarding_step(*, viewer: Viewer, step: OnboardingStep) -> None:
    """Note that tonight's step was begun; one that is not tonight's changes nothing."""
    if onboarding_step_of(viewer=viewer) is not step:
        return
    today, completed = viewer.today, completed_after(step)
    change_choices(
        viewer=viewer, change=lambda kept: replace(kept, evenings=completed, begun_on=today)
    )


def put_off(*, viewer: Viewer, what: str) -> None:
    """Note, for the viewer alone, that something was not for tonight; it comes again."""
    today = viewer.today
    change_choices(viewer=viewer, change=lambda kept: kept.with_put_off(what, day=today))


def begin_quiet_month(*, viewer: Viewer) -> None:
    _be_quiet(viewer, until=viewer.today + QUIET_MONTH)


def end_quiet_month(*, viewer: Viewer) -> None:
    _be_quiet(viewer, until=None)


@transaction.atomic
def _be_quiet(viewer: Viewer, *, until: date | None) -> None:
    """Keep the day sealed for Today, and in the clear where reminders must read it."""
    change_choices(viewer=viewer, change=lambda kept: replace(kept, quiet_until=until))
    pause_until(user=viewer.user, until=until)
