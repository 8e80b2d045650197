"""How somebody arrives: by the set-up link, by an invitation, or back again."""

from typing import Any, cast

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from closeknit.domain.vault import OpenInvitation
from closeknit.rooms.people import signing_in
from closeknit.rooms.people.actions.accounts import (
    LinkIsSpentError,
    NameIsTakenError,
    NewAccount,
    create_account,
    is_setup_link_open,
    open_space,
    spend_setup_link,
)
from closeknit.rooms.people.actions.pairing import (
    InvitationIsClosedError,
    accept_invitation,
    find_invitation,
)
from closeknit.rooms.people.actions.passwords import StretchedPassword, stretch_new
from closeknit.rooms.people.forms import ArrivalForm, BeginForm, SpokenInvitationForm
from closeknit.rooms.people.models import Invitation
from closeknit.rooms.people.queries import has_lost_its_pepper, is_first_visit_here, sends_mail
from closeknit.rooms.people.rules import DeviceKind
from closeknit.rooms.people.rules.limits import LimitedAct
from closeknit.rooms.people.tries import TooOftenError, count_try
from closeknit.ui.parts import page
from closeknit.ui.words import wait

BEGIN_COOKIE = "begin"
COOKIE_LASTS = 60 * 60  # seconds
LONGEST_SECRET = 200  # characters
TOO_MANY = "too_many"


def begin_with_link(_request: HttpRequest, secret: str) -> HttpResponse:
    """Take the secret out of the address at once."""
    response = redirect("people:begin")
    _hold(response, BEGIN_COOKIE, secret)
    return response


def begin(request: HttpRequest) -> HttpResponse:
    """Open an account and a space with a one-time set-up link."""
    secret = request.COOKIES.get(BEGIN_COOKIE, "")
    if not is_setup_link_open(secret=secret):
        return page(request, "people/link_spent.html", {}, status=404)
    form = BeginForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _may_create(request, form):
        password = stretch_new(form.cleaned_data["password"])
        try:
            response = _arrive(request, form, password=password, secret=secret)
        except NameIsTakenError:
            form.add_error("name", _taken(form))
        except LinkIsSpentError:
            return page(request, "people/link_spent.html", {}, status=404)
        else:
            response.delete_cookie(BEGIN_COOKIE)
            return response
    return page(request, "people/begin.html", {"form": form}, status=_status(request, form))


def join_with_link(_request: HttpRequest, secret: str) -> HttpResponse:
    """Take the invitation's secret out of the address at once."""
    response = redirect("people:join")
    _hold(response, settings.INVITATION_COOKIE_NAME, secret.replace("-", " "))
    return response


def join_by_words(request: HttpRequest) -> HttpResponse:
    """Take an invitation that was read out."""
    form = SpokenInvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        response = redirect("people:join")
        _hold(response, settings.INVITATION_COOKIE_NAME, form.cleaned_data["words"])
        return response
    return page(request, "people/join_by_words.html", {"form": form}, status=_status(request, form))


def join(request: HttpRequest) -> HttpResponse:
    """Accept an invitation, with a new account or the one that is signed in."""
    found = _invitation(request)
    if found is None:
        return page(request, "people/invitation_closed.html", {}, status=404)
    invitation, opened = found
    if request.user.is_authenticated:
        return _join_signed_in(request, invitation, opened)
    form = ArrivalForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _may_create(request, form):
        password = stretch_new(form.cleaned_data["password"])
        try:
            response = _join(request, form, invitation, opened, password=password)
        except NameIsTakenError:
            form.add_error("name", _taken(form))
        except InvitationIsClosedError:
            return page(request, "people/invitation_closed.html", {}, status=404)
        else:
            response.delete_cookie(settings.INVITATION_COOKIE_NAME)
            return response
    context = {"form": form, "inviter": invitation.inviter}
    return page(request, "people/join.html", context, status=_status(request, form))


class SignIn(LoginView):
    """allauth's sign-in, which also asks whose device this is."""

    template_name = "people/sign_in.html"

    def form_valid(self, form: Any) -> HttpResponse:
        own = self.request.POST.get("kind", DeviceKind.SHARED) == DeviceKind.OWN
        signing_in.remember_kind(self.request, DeviceKind.OWN if own else DeviceKind.SHARED)
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "is_new_server": is_first_visit_here(),
            "has_lost_its_pepper": has_lost_its_pepper(),
            "has_mail": sends_mail(),
        }


sign_in = SignIn.as_view()


@transaction.atomic
def _arrive(
    request: HttpRequest, form: BeginForm, *, password: StretchedPassword, secret: str
) -> HttpResponse:
    now = cast("signing_in.VisitorRequest", request).now
    account = create_account(
        name=form.cleaned_data["name"],
        password=password,
        now=now,
        language=get_language() or settings.LANGUAGE_CODE,
        is_host=is_first_visit_here(),
    )
    spend_setup_link(secret=secret, now=now)
    open_space(user=account.user, keyring=account.keyring, zone=form.cleaned_data["zone"], now=now)
    return _settle(request, account, kind=DeviceKind(form.cleaned_data["kind"]))


@transaction.atomic
def _join(
    request: HttpRequest,
    form: ArrivalForm,
    invitation: Invitation,
    opened: OpenInvitation,
    *,
    password: StretchedPassword,
) -> HttpResponse:
    now = cast("signing_in.VisitorRequest", request).now
    account = create_account(
        name=form.cleaned_data["name"],
        password=password,
        now=now,
        language=get_language() or settings.LANGUAGE_CODE,
    )
    accept_invitation(
        invitation=invitation,
        opened=opened,
        user=account.user,
        keyring=account.keyring,
        now=now,
    )
    return _settle(request, account, kind=DeviceKind(form.cleaned_data["kind"]))


def _settle(request: HttpRequest, account: NewAccount, *, kind: DeviceKind) -> HttpResponse:
    """Sign in, and go to tonight's question."""
    viewer = signing_in.enter(request, account, kind=kind)
    return redirect("today:today") if viewer and viewer.is_paired else redirect("questions:tonight")


def _join_signed_in(
    request: HttpRequest, invitation: Invitation, opened: OpenInvitation
) -> HttpResponse:
    """Move a person who began alone into the inviter's space; their own words stay theirs."""
    visitor = cast("signing_in.VisitorRequest", request)
    keyring = signing_in.open_keyring(request)
    if keyring is None or visitor.device is None:
        return redirect("people:unlock")
    viewer = signing_in.open_viewer(request)
    if viewer is not None and viewer.is_paired:
        return page(request, "people/already_paired.html", {"viewer": viewer}, status=409)
    if request.method == "POST":
        try:
            accept_invitation(
                invitation=invitation,
                opened=opened,
                user=visitor.device.user,
                keyring=keyring,
                now=visitor.now,
            )
        except InvitationIsClosedError:
            return page(request, "people/invitation_closed.html", {}, status=404)
        messages.success(
            request, _("You now share a space with %(name)s.") % {"name": invitation.inviter.name}
        )
        response = redirect("today:today")
        response.delete_cookie(settings.INVITATION_COOKIE_NAME)
        return response
    return page(request, "people/join_signed_in.html", {"inviter": invitation.inviter})


def _invitation(request: HttpRequest) -> tuple[Invitation, OpenInvitation] | None:
    secret = request.COOKIES.get(settings.INVITATION_COOKIE_NAME, "")[:LONGEST_SECRET]
    if not secret:
        return None
    counted = count_try(request, LimitedAct.OPEN_INVITATION, account=secret.split(" ")[0])
    try:
        found = find_invitation(secret=secret, now=cast("signing_in.VisitorRequest", request).now)
    except (ValueError, InvitationIsClosedError):
        return None
    counted.forgive()
    return found


def _may_create(request: HttpRequest, form: ArrivalForm) -> bool:
    """Count one more account from this address, or say in the form that there were too many."""
    try:
        count_try(request, LimitedAct.CREATE_ACCOUNT)
    except TooOftenError as error:
        words = _("Many accounts were begun from here just now. Send it again in %(wait)s.")
        told = words % {"wait": wait(error.seconds)}
        form.add_error(None, ValidationError(told, code=TOO_MANY))
        return False
    return True


def _taken(form: ArrivalForm) -> str:
    return _("Somebody here signs in as “%(name)s”. Add a letter or a second name.") % {
        "name": form.cleaned_data["name"]
    }


def _status(request: HttpRequest, form: Form) -> int:
    if form.has_error(NON_FIELD_ERRORS, code=TOO_MANY):
        return 429
    return 422 if request.method == "POST" else 200


def _hold(response: HttpResponse, name: str, secret: str) -> None:
    response.set_cookie(
        name,
        secret[:LONGEST_SECRET],
        max_age=COOKIE_LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
