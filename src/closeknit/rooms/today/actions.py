"""How far somebody is on their first evenings, what was not for tonight, and a quiet month."""

from dataclasses import replace
from datetime import timedelta

from closeknit.rooms.people.actions.choices import change_choices
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.today.queries.tonight import thing_of
from closeknit.rooms.today.rules.evenings import Thing, behind_after

QUIET_MONTH = timedelta(days=30)


def begin_thing(*, viewer: Viewer, thing: Thing) -> None:
    """Note that tonight's new thing was begun; one that is not tonight's changes nothing."""
    if thing_of(viewer=viewer) is not thing:
        return
    today, behind = viewer.today, behind_after(thing)
    change_choices(
        viewer=viewer, change=lambda kept: replace(kept, evenings=behind, begun_on=today)
    )


def put_off(*, viewer: Viewer, what: str) -> None:
    """Note, for the viewer alone, that something was not for tonight; it comes again."""
    today = viewer.today
    change_choices(viewer=viewer, change=lambda kept: kept.with_put_off(what, day=today))


def begin_quiet_month(*, viewer: Viewer) -> None:
    until = viewer.today + QUIET_MONTH
    change_choices(viewer=viewer, change=lambda kept: replace(kept, quiet_until=until))


def end_quiet_month(*, viewer: Viewer) -> None:
    change_choices(viewer=viewer, change=lambda kept: replace(kept, quiet_until=None))
