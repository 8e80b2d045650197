"""An evening without a network: its page, handing in what was written, reading what was refused."""

import base64
import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from closeknit.rooms.moments.forms import ThanksForm
from closeknit.rooms.offline.actions import RefusedError, accept
from closeknit.rooms.offline.forms import EntryForm, KeptForm
from closeknit.rooms.offline.queries import KeptWords, device_key, kept_words, shell_of
from closeknit.rooms.offline.rules import Refusal
from closeknit.rooms.people import signing_in
from closeknit.rooms.people.decorators import AccountRequest, VaultRequest, with_keyring, with_vault
from closeknit.rooms.people.locked_pages import LOCKED
from closeknit.rooms.people.rules import DeviceKind
from closeknit.rooms.questions.forms import AnswerForm
from closeknit.ui.parts import page

SIGNED_OUT = 401
KEY_HEADER = "X-Seal-For"


@require_GET
@with_vault
def today(request: VaultRequest) -> HttpResponse:
    """Show the page that a device keeps: tonight's question, and empty forms."""
    if request.device is None or request.device.device_kind is not DeviceKind.OWN:
        raise Http404  # on a device that others use, nothing is kept
    viewer = request.viewer
    shell = shell_of(viewer=viewer)
    key = shell.question and shell.question.key
    context = {
        "shell": shell,
        "answer": AnswerForm(initial={"question": key}, auto_id="answer_%s"),
        "thanks": ThanksForm(is_alone=shell.is_alone, auto_id="thanks_%s"),
    }
    response = page(request, "offline/today.html", context)
    response[KEY_HEADER] = json.dumps(
        {
            "person": str(viewer.user.pk),
            "space": str(viewer.couple.pk),
            "key": base64.b64encode(device_key(viewer=viewer)).decode(),
            "until": int(shell.until.timestamp() * 1000),
        }
    )
    return response


def send(request: HttpRequest) -> HttpResponse:
    """Tell a device how it stands here, or take in one sealed entry; for the worker alone."""
    if not request.user.is_authenticated:
        return JsonResponse({"words": _words()}, status=SIGNED_OUT)
    known: dict[str, Any] = {"person": str(request.user.pk), "words": _words()}
    if signing_in.open_umk(request) is None:
        return JsonResponse(known, status=LOCKED)
    if request.method != "POST":
        return JsonResponse({**known, "token": get_token(request)})
    refused = _refused(request)
    return JsonResponse({"refused": refused} if refused else {"kept": True})


@with_keyring
def kept(request: AccountRequest) -> HttpResponse:
    """Open what stayed on a device, for its author; nothing of it is stored here."""
    form = KeptForm(request.POST or None)
    found = _opened(request, form) if form.is_valid() else None
    status = 422 if form.errors else 200
    return page(request, "offline/kept.html", {"found": found}, part="words", status=status)


def _refused(request: HttpRequest) -> Refusal | None:
    """Take an entry in, or tell why it stays on its device."""
    form, viewer = EntryForm(request.POST), signing_in.open_viewer(request)
    if not form.is_valid():
        return Refusal.DAMAGED
    if viewer is None:
        return Refusal.SPACE_CLOSED
    try:
        accept(viewer=viewer, entry=form.entry())
    except RefusedError as error:
        return error.why
    return None


def _opened(request: AccountRequest, form: KeptForm) -> list[KeptWords]:
    keyring = signing_in.open_keyring(request)
    if keyring is None:
        return []
    return kept_words(entries=form.cleaned_data["entries"], keyring=keyring, person=request.user.pk)


def _words() -> dict[str, str]:
    """What the worker's page may have to say, in the person's language."""
    return {
        "sent": _("What you wrote without a network is kept now."),
        "locked": _(
            "What you wrote without a network waits on this device, sealed. "
            "Unlock, and it goes on its way."
        ),
        "held": _("Something you wrote without a network could not be kept. It is still here."),
        "signed_out": _(
            "You are signed out. What you wrote is still on this device, sealed. "
            "Sign in to read it."
        ),
        "unlock": _("Unlock"),
        "read": _("Read it"),
        "sign_in": _("Sign in"),
        "today": _("Open Today"),
    }
