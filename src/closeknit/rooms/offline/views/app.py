"""The app on a home screen: its manifest, and how this browser calls it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from closeknit.rooms.offline.forms import AppearanceForm
from closeknit.rooms.offline.rules import Appearance
from closeknit.rooms.people.decorators import AccountRequest, with_account
from closeknit.ui.parts import page

COOKIE = "app"
PAPER = "#fbf7f1"  # tokens.css: --paper by day
FOR_A_YEAR = 60 * 60 * 24 * 365  # seconds
SIZES = (192, 512)


def manifest(request: HttpRequest) -> HttpResponse:
    """Describe the app to a browser; `?app=plain` gives it the plain name and picture."""
    plain = request.GET.get("app") == Appearance.PLAIN
    content = {
        "id": "/",
        "name": name_of(plain=plain),
        "short_name": name_of(plain=plain),
        "description": "" if plain else _("A private home for the two of you"),
        "lang": get_language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": _icons(plain=plain),
    }
    response = JsonResponse(content, content_type="application/manifest+json")
    response["Cache-Control"] = "no-cache"
    return response


@with_account
def settings(request: AccountRequest) -> HttpResponse:
    """Keep the name and the picture in a cookie of this browser alone."""
    form = AppearanceForm(
        request.POST or None, initial={"app": request.COOKIES.get(COOKIE, Appearance.OWN)}
    )
    if request.method == "POST" and form.is_valid():
        messages.success(request, _("Kept for this browser."))
        response = redirect("offline:app")
        if form.cleaned_data["app"] == Appearance.PLAIN:
            response.set_cookie(
                COOKIE, Appearance.PLAIN, max_age=FOR_A_YEAR, samesite="Lax", httponly=True
            )
        else:
            response.delete_cookie(COOKIE)
        return response
    return page(request, "offline/app.html", {"form": form}, status=422 if form.errors else 200)


def name_of(*, plain: bool) -> str:
    return _("Notes") if plain else "Closeknit"


def icon_of(*, plain: bool, size: int, purpose: str = "") -> str:
    stem = "plain" if plain else "closeknit"
    return static(f"ui/icons/{stem}-{purpose}{size}.png")


def _icons(*, plain: bool) -> list[dict[str, str]]:
    drawn = [(size, "", "any") for size in SIZES] + [(512, "maskable-", "maskable")]
    return [
        {
            "src": icon_of(plain=plain, size=size, purpose=prefix),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for size, prefix, purpose in drawn
    ]
