"""The places of the main navigation, one line a room, and what stands around every page."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from closeknit.rooms.people.rules import DeviceKind
from closeknit.ui.jinja import url
from closeknit.ui.parts import NavItem


@dataclass(frozen=True)
class NavigationItem:
    """One entry: the name of its page, its icon, and the addresses at which it is lit."""

    page: str
    label: Promise | str
    icon: str
    under: str = ""
    """Every address that begins so."""
    at: frozenset[str] = frozenset()

    def is_lit_at(self, path: str) -> bool:
        return path in self.at or bool(self.under and path.startswith(self.under))


PLACES = (
    NavigationItem("today:today", _("Today"), "today", at=frozenset({"/", "/tonight/"})),
    NavigationItem("questions:answers", _("Our answers"), "answers", under="/answers/"),
    NavigationItem("moments:thanks", _("Thank-yous"), "thanks", under="/thanks/"),
    NavigationItem("practices:library", _("Practise"), "practise", under="/practices/"),
    NavigationItem("guide:guide", _("Guide"), "guide", under="/guide/"),
)


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Return the navigation for somebody signed in; a stranger gets none."""
    device = getattr(request, "device", None)
    if device is None:
        return {"nav": ()}
    return {
        "nav": tuple(_item(place, path=request.path) for place in PLACES),
        "settings_url": url("people:settings"),
        "works_offline": device.device_kind is DeviceKind.OWN,
    }


def _item(place: NavigationItem, *, path: str) -> NavItem:
    return NavItem(
        url=url(place.page),
        label=str(place.label),
        icon=place.icon,
        current=place.is_lit_at(path),
    )
