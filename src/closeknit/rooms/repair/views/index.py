"""The repair tools, and what lies between the two."""

from django.http import HttpResponse

from closeknit.rooms.people.decorators import VaultRequest, with_vault
from closeknit.rooms.people.queries import choices_of
from closeknit.rooms.repair.queries import letters, waiting
from closeknit.ui.parts import page


@with_vault
def repair(request: VaultRequest) -> HttpResponse:
    """Every tool; in quieter mode none is offered, and all can be asked for."""
    viewer = request.viewer
    context = {
        "viewer": viewer,
        "offers": not choices_of(viewer=viewer).quieter or "all" in request.GET,
        "good_time": waiting.good_time(viewer=viewer, cookies=request.COOKIES),
        "letters": letters.fresh_letters(viewer=viewer),
        "has_own_letters": letters.has_own_letters(viewer=viewer),
    }
    return page(request, "repair/repair.html", context)
