"""What every page shows around its own words: the places to go, and who is here."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from closeknit.rooms.people.rules import DeviceKind
from closeknit.ui.jinja import url
from closeknit.ui.parts import NavItem

PLACES = (
    ("today:today", "today", "/"),
    ("questions:answers", "answers", "/answers/"),
    ("moments:thanks", "thanks", "/thanks/"),
    ("practices:library", "practise", "/practices/"),
    ("guide:guide", "guide", "/guide/"),
)
ALSO = {"/": "/tonight/"}


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Return the navigation for somebody signed in; a stranger gets none."""
    device = getattr(request, "device", None)
    if device is None:
        return {"nav": ()}
    return {
        "nav": _places(request.path),
        "settings_url": url("people:settings"),
        "works_offline": device.device_kind is DeviceKind.OWN,
    }


def _places(path: str) -> tuple[NavItem, ...]:
    labels = {
        "today": _("Today"),
        "answers": _("Our answers"),
        "thanks": _("Thank-yous"),
        "practise": _("Practise"),
        "guide": _("Guide"),
    }
    return tuple(
        NavItem(
            url=url(name),
            label=labels[icon],
            icon=icon,
            current=path in (prefix, ALSO.get(prefix))
            or (prefix != "/" and path.startswith(prefix)),
        )
        for name, icon, prefix in PLACES
    )
