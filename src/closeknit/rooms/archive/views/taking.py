"""Taking one's words along: asked for with the password, made beside the server, fetched here."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from closeknit.domain.vault import VaultError
from closeknit.rooms.archive.actions import TooManyExportsError, begin_export, forget_export
from closeknit.rooms.archive.queries import export_file, standing_export
from closeknit.rooms.people import signing_in
from closeknit.rooms.people.decorators import AccountRequest, with_keyring
from closeknit.rooms.people.forms import PasswordAgainForm
from closeknit.rooms.people.locked_pages import is_right_password
from closeknit.ui.parts import page

BUSY = 503


@with_keyring
def take(request: AccountRequest) -> HttpResponse:
    """Ask for the password and begin; or say how far the file is, and hand it over."""
    form = PasswordAgainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not is_right_password(request, form.cleaned_data["current"]):
            form.add_error("current", _("That is not your password. Nothing was handed over."))
        elif _begun(request):
            return redirect("archive:take")
        else:
            form.add_error(None, _("Many files are being made right now. Try in some minutes."))
            return _page(request, form, status=BUSY)
    return _page(request, form, status=422 if form.errors else 200)


@require_GET
@with_keyring
def download(request: AccountRequest) -> HttpResponse:
    """Hand the file over, on the device it was asked for."""
    umk, device = signing_in.open_umk(request), request.device
    if umk is None or device is None:
        return redirect("people:unlock")
    try:
        packed = export_file(user=request.user, device=device, umk=umk, now=request.now)
    except VaultError:
        packed = None
    if packed is None:
        raise Http404
    response = HttpResponse(packed, content_type="application/zip")
    name = f"words-{request.now.date()}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@with_keyring
def forget(request: AccountRequest) -> HttpResponse:
    """Delete the file before its hour is over."""
    forget_export(user=request.user)
    return redirect("archive:take")


def _begun(request: AccountRequest) -> bool:
    keyring, device = signing_in.open_keyring(request), request.device
    if keyring is None or device is None:
        return False
    try:
        begin_export(user=request.user, keyring=keyring, device=device, now=request.now)
    except TooManyExportsError:
        return False
    return True


def _page(request: AccountRequest, form: PasswordAgainForm, *, status: int) -> HttpResponse:
    standing = standing_export(user=request.user, now=request.now)
    device = request.device.pk if request.device else None
    context = {
        "form": form,
        "standing": standing,
        "is_here": standing is not None and standing.device == device,
    }
    return page(request, "archive/take.html", context, part="stands", status=status)
