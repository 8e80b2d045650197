"""What openings and apologies share: their list, pointers at their words, being deleted."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from closeknit.rooms.people.decorators import VaultRequest, with_vault
from closeknit.rooms.repair.actions.removing import remove_item
from closeknit.rooms.repair.models import Apology, Opening
from closeknit.rooms.repair.queries import letters as sent
from closeknit.rooms.repair.queries.careful import careful_words
from closeknit.rooms.repair.rules.apology import ApologyWords
from closeknit.rooms.repair.rules.careful import Pointer, pointers
from closeknit.rooms.repair.rules.opening import OpeningWords
from closeknit.rooms.repair.rules.words import to_words
from closeknit.ui.months import asked_month
from closeknit.ui.parts import page


@with_vault
def own_letters(request: VaultRequest) -> HttpResponse:
    """What one wrote oneself in every year, some months at a time."""
    viewer = request.viewer
    found = sent.own_letters_by_month(viewer=viewer, asked=asked_month(request))
    return page(request, "repair/own_letters.html", {"viewer": viewer, "letters": found})


def pointers_in(words: OpeningWords | ApologyWords) -> list[Pointer]:
    return pointers(to_words(words), advice=careful_words(get_language() or "en"))


def left(request: VaultRequest, key: UUID, *, name: str, at: str) -> HttpResponse:
    """Say for whom a letter was left, and go to it."""
    messages.success(request, _("Left for %(name)s.") % {"name": name})
    return redirect(at, key)


def removed(request: VaultRequest, row: Opening | Apology) -> HttpResponse:
    remove_item(viewer=request.viewer, row=row)
    messages.success(request, _("It is deleted."))
    return redirect("repair:repair")
