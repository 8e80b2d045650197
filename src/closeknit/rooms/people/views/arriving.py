"""How somebody arrives: by the set-up link, or back again; and what joining does as well."""

from typing import Any, cast

from allauth.account.views import LoginView
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

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
from closeknit.rooms.people.actions.passwords import StretchedPassword, stretch_new
from closeknit.rooms.people.forms import ArrivalForm, BeginForm
from closeknit.rooms.people.queries import has_lost_its_pepper, is_first_visit_here, sends_mail
from closeknit.rooms.people.rules import DeviceKind
from closeknit.rooms.people.rules.limits import LimitedAct
from closeknit.rooms.people.signed_out_pages import after_signing_in
from closeknit.rooms.people.tries import TooOftenError, count_try
from closeknit.rooms.people.views.second_step import goes_on_with, kept_fields
from closeknit.ui.kept_form import form_kept
from closeknit.ui.parts import page
from closeknit.ui.words import wait

BEGIN_COOKIE = "begin"
COOKIE_LASTS = 60 * 60  # seconds
LONGEST_SECRET = 200  # characters
TOO_MANY = "too_many"


def begin_with_link(_request: HttpRequest, secret: str) -> HttpResponse:
    """Take the secret out of the address at once."""
    response = redirect("people:begin")
    hold_secret(response, BEGIN_COOKIE, secret)
    return response


def begin(request: HttpRequest) -> HttpResponse:
    """Open an account and a space with a one-time set-up link."""
    secret = request.COOKIES.get(BEGIN_COOKIE, "")
    if not is_setup_link_open(secret=secret):
        return page(request, "people/link_spent.html", {}, status=404)
    form = BeginForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and may_create(request, form):
        password = stretch_new(form.cleaned_data["password"])
        try:
            response = _arrive(request, form, password=password, secret=secret)
        except NameIsTakenError:
            form.add_error("name", name_is_taken(form))
        except LinkIsSpentError:
            return page(request, "people/link_spent.html", {}, status=404)
        else:
            response.delete_cookie(BEGIN_COOKIE)
            return response
    return page(request, "people/begin.html", {"form": form}, status=status_of(request, form))


class SignIn(LoginView):
    """allauth's sign-in, which also asks whose device this is."""

    template_name = "people/sign_in.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        kept = form_kept(request)
        if kept is None:
            return super().dispatch(request, *args, **kwargs)
        if request.user.is_authenticated:  # in another tab, or by a second click
            return after_signing_in(request, kept)
        return goes_on_with(request, kept, super().dispatch(request, *args, **kwargs))

    def form_valid(self, form: Any) -> HttpResponse:
        own = self.request.POST.get("kind", DeviceKind.SHARED) == DeviceKind.OWN
        signing_in.remember_kind(self.request, DeviceKind.OWN if own else DeviceKind.SHARED)
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "kept_fields": kept_fields(self.request),
            "kind": self.request.POST.get("kind", ""),
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
    return settled(request, account, kind=DeviceKind(form.cleaned_data["kind"]))


def settled(request: HttpRequest, account: NewAccount, *, kind: DeviceKind) -> HttpResponse:
    """Sign in, and go to tonight's question."""
    viewer = signing_in.enter(request, account, kind=kind)
    return redirect("today:today") if viewer and viewer.is_paired else redirect("questions:tonight")


def may_create(request: HttpRequest, form: ArrivalForm) -> bool:
    """Count one more account from this address, or say in the form that there were too many."""
    try:
        count_try(request, LimitedAct.CREATE_ACCOUNT)
    except TooOftenError as error:
        words = _("Many accounts were begun from here just now. Send it again in %(wait)s.")
        told = words % {"wait": wait(error.seconds)}
        form.add_error(None, ValidationError(told, code=TOO_MANY))
        return False
    return True


def name_is_taken(form: ArrivalForm) -> str:
    return _("Somebody here signs in as “%(name)s”. Add a letter or a second name.") % {
        "name": form.cleaned_data["name"]
    }


def status_of(request: HttpRequest, form: Form) -> int:
    if form.has_error(NON_FIELD_ERRORS, code=TOO_MANY):
        return 429
    return 422 if request.method == "POST" else 200


def hold_secret(response: HttpResponse, name: str, secret: str) -> None:
    response.set_cookie(
        name,
        secret[:LONGEST_SECRET],
        max_age=COOKIE_LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
