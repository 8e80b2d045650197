"""The lights that are on."""

from closeknit.rooms.lanterns.queries import lights
from django.http import HttpResponse

from closeknit.rooms.people.decorators import VaultRequest, with_vault
from closeknit.ui.parts import page


@with_vault
def lanterns(request: VaultRequest) -> HttpResponse:
    return page(request, "lanterns/lanterns.html", {"lights": lights(viewer=request.viewer)})
