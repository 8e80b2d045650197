"""The worker's script: a plain file, with the addresses and names it needs in front."""

import json
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

import closeknit.ui
from closeknit.rooms.offline.rules import Appearance
from closeknit.rooms.offline.views.app import COOKIE, icon_of, name_of

SOURCE = Path(closeknit.ui.__file__).parent / "static" / "ui" / "service-worker.js"
SOME_DAY = "2000-01-01"
A_DAY = r"(\d{4}-\d{2}-\d{2})"
FILES = (
    "ui/closeknit.css",
    "ui/fonts/newsreader.woff2",
    "ui/closeknit.js",
    "ui/offline.js",
)


@require_GET
def service_worker(request: HttpRequest) -> HttpResponse:
    """Hand out the script; its build changes with whatever it holds, and so it is renewed."""
    settings = _settings(plain=request.COOKIES.get(COOKIE) == Appearance.PLAIN)
    source = _source()
    settings["build"] = sha256((json.dumps(settings) + source).encode()).hexdigest()[:12]
    script = f"const AT = {json.dumps(settings)};\n{source}"
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@lru_cache(maxsize=1)
def _source() -> str:
    return SOURCE.read_text(encoding="utf-8")


def _settings(*, plain: bool) -> dict[str, Any]:
    signed_out = [reverse("people:sign_in"), reverse("people:sign_out")]
    leave = reverse("people:leave_quickly")
    return {
        "files": [static(each) for each in FILES] + [_small_icon(plain=plain)],
        "home": [reverse("today:today"), reverse("questions:tonight")],
        "shell": reverse("offline:today"),
        "send": reverse("offline:send"),
        "leave": leave,
        "signedOut": signed_out,
        "ends": [*signed_out, leave, reverse("people:lock"), reverse("people:space_closed")],
        "answer": f"^{reverse('questions:answer', args=[SOME_DAY]).replace(SOME_DAY, A_DAY)}$",
        "thanks": f"^{reverse('moments:write')}$",
        "language": get_language(),
        "blank": _("New page"),
        "name": name_of(plain=plain),
        "icon": icon_of(plain=plain, size=192),
        "says": _("Something is open for you."),
    }


def _small_icon(*, plain: bool) -> str:
    return static(f"ui/icons/{'plain' if plain else 'closeknit'}.svg")
