"""Being one of the sample couple, moving their days, and the way in from an ordinary server."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth import authenticate
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from closeknit.demo.actions.arriving import PASSWORD
from closeknit.demo.actions.looking import look_around_child, start_looking_around
from closeknit.demo.actions.stages import go_to_next_day, start_at
from closeknit.demo.queries import clock, stages_folder, story, who_is
from closeknit.demo.rules import StoryStage, Who
from closeknit.hosting.forwarded import is_loopback
from closeknit.rooms.people import signing_in
from closeknit.rooms.people.rules import couple_day
from closeknit.ui.parts import page

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def with_made_up_couple(view: View[P]) -> View[P]:
    """Let anybody in on the sample couple's own server, and nobody anywhere else."""

    @wraps(view)
    def wrapper(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not settings.ENVIRONMENT.demo:
            raise Http404
        return view(request, *args, **kwargs)

    return wrapper


def from_this_machine(view: View[P]) -> View[P]:
    """Let in who sits at the machine itself, where its host allows looking around."""

    @wraps(view)
    def wrapper(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        allowed = settings.ENVIRONMENT.look_around and not settings.ENVIRONMENT.demo
        if not allowed or not _is_at_this_machine(request):
            raise Http404
        return view(request, *args, **kwargs)

    return wrapper


@with_made_up_couple
@require_GET
@never_cache
def first_page(request: HttpRequest) -> HttpResponse:
    """Say who the two are and let the visitor choose one."""
    return page(request, "demo/first_page.html", {"password": PASSWORD})


@with_made_up_couple
@require_POST
def be(request: HttpRequest, name: str) -> HttpResponse:
    """Sign in as one of the two, as their password would."""
    if name not in list(Who):
        raise Http404
    return _sign_in(request, Who(name))


@with_made_up_couple
@require_POST
def next_day(request: HttpRequest) -> HttpResponse:
    """Go to the next evening as whoever one is."""
    who = who_is(request) or Who.SARAH
    on = couple_day(now=clock()(), zone=story().zone)
    go_to_next_day(story=story(), visitor=who, today=story().day_of(on), clock=clock())
    return _sign_in(request, who)


@with_made_up_couple
@require_POST
def start(request: HttpRequest, stage: str) -> HttpResponse:
    """Put everything back to one of the three evenings."""
    if stage not in list(StoryStage):
        raise Http404
    who = who_is(request) or Who.SARAH
    signing_in.sign_out(request)
    start_at(story=story(), stage=StoryStage(stage), folder=stages_folder(), clock=clock())
    return _sign_in(request, who)


@from_this_machine
@require_http_methods(["GET", "POST"])
@never_cache
def look_around(request: HttpRequest) -> HttpResponse:
    """Start the sample couple's server and wait for it on a page that looks again by itself."""
    if request.method == "POST":
        start_looking_around()
        return redirect("demo:look_around")
    child = look_around_child()
    if child is None:
        return redirect("today:today")
    address = f"http://localhost:{child.port}/sample/"
    progress = child.progress
    context = {"progress": progress, "address": address}
    response = page(request, "demo/waiting.html", context)
    response["Refresh"] = f"1; url={address}" if progress.is_ready else "1"
    return response


def _sign_in(request: HttpRequest, who: Who) -> HttpResponse:
    """Leave as one and come back by the ordinary way; the day may have moved in between."""
    signing_in.sign_out(request)
    visitor = cast("signing_in.VisitorRequest", request)
    visitor.now, visitor.forget_vault = clock()(), False
    user = authenticate(request, username=who.value, password=PASSWORD)
    if user is None:
        return redirect("people:sign_in")
    get_adapter().login(request, user)
    return redirect("today:today")


def _is_at_this_machine(request: HttpRequest) -> bool:
    """A request that was passed on may come from anywhere, whatever its last step was."""
    was_passed_on = any(name in request.headers for name in ("Forwarded", "X-Forwarded-For", "Via"))
    return is_loopback(request.META.get("REMOTE_ADDR", "")) and not was_passed_on
