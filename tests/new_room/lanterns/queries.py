"""The lights of a couple, as one of the two may see them."""

from dataclasses import dataclass

from closeknit.rooms.lanterns.models import Lantern

from closeknit.rooms.people.viewer import Viewer


@dataclass(frozen=True)
class Light:
    text: str


def lights(*, viewer: Viewer) -> list[Light]:
    rows = Lantern.objects.filter(couple=viewer.couple).order_by("pk")
    return [Light((viewer.open(row) or {}).get("text", "")) for row in rows]
