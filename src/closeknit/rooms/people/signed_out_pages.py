"""What stands in for a page whose device is signed out: the way back, with what was written."""

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac
from django_htmx.http import HttpResponseClientRedirect

from closeknit.rooms.people.locked_pages import DRAFT_HEADER, instead_of_the_page
from closeknit.ui.kept_form import KeptForm, form_sent, page_of
from closeknit.ui.parts import page

_SALT = "closeknit.kept-form"


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """Ask who it is; a form that was sent waits in the page until they are signed in."""
    if DRAFT_HEADER in request.headers:
        return HttpResponse(status=401)
    kept = form_sent(request, author=_mark_of(request.session.get(SESSION_KEY, "")))
    if kept.is_empty:
        response = redirect_to_login(page_of(request))
        is_part = request.headers.get("HX-Request") == "true"
        return HttpResponseClientRedirect(response["Location"]) if is_part else response
    return sign_in_with(request, kept)


def sign_in_with(request: HttpRequest, kept: KeptForm) -> HttpResponse:
    """Ask for the sign-in at the address of the form itself, which waits in the page."""
    context = {"kept_fields": kept.hidden, "kind": ""}
    return instead_of_the_page(request, page(request, "people/signed_out.html", context))


def after_signing_in(request: HttpRequest, kept: KeptForm) -> HttpResponse:
    """Show what was written before the sign-in; it goes out by a click of whoever signed in.

    What somebody else wrote in this browser is neither shown nor sent.
    """
    mark = _mark_of(str(request.user.pk))
    is_theirs = not kept.author or constant_time_compare(kept.author, mark)
    name = "people/signed_in_again.html" if is_theirs else "people/written_by_another.html"
    return instead_of_the_page(request, page(request, name, {"kept": kept}))


def _mark_of(person: str) -> str:
    """Return what tells one author from another and tells nothing else."""
    return salted_hmac(_SALT, person).hexdigest() if person else ""
