"""One's own calendar feed: its page, and the file that calendars fetch by its address alone."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from closeknit.rooms.calendar import actions, queries
from closeknit.rooms.calendar.forms import MomentForm
from closeknit.rooms.calendar.rules import calendar_of
from closeknit.rooms.people.decorators import VaultRequest, with_vault
from closeknit.ui.keyed import KeyedForm
from closeknit.ui.parts import page


@with_vault
def calendar(request: VaultRequest) -> HttpResponse:
    """Choose a daily moment, and see whether there is an address."""
    feed = queries.feed_of(viewer=request.viewer)
    posted = request.POST if request.method == "POST" else None
    form = MomentForm(posted, initial={"at": feed.moment_at})
    if request.method == "POST" and form.is_valid():
        actions.keep_moment(user=request.viewer.user, at=form.cleaned_data["at"])
        messages.success(request, _("Kept."))
        return redirect("calendar:calendar")
    context = {"form": form, "feed": feed, "making": KeyedForm(), "address": ""}
    return page(request, "calendar/calendar.html", context, status=422 if form.errors else 200)


@require_POST
@with_vault
def make(request: VaultRequest) -> HttpResponse:
    """Make a new address and show it this once; an older one ends."""
    viewer = request.viewer
    sent = KeyedForm(request.POST)
    if not sent.is_valid():
        raise Http404
    key = sent.cleaned_data["key"]
    secret = actions.make_feed(user=viewer.user, today=viewer.today, key=key)
    feed = queries.feed_of(viewer=viewer)
    address = f"{settings.PUBLIC_URL}{reverse('calendar:feed', args=[secret])}"
    form = MomentForm(initial={"at": feed.moment_at})
    context = {"form": form, "feed": feed, "making": KeyedForm(), "address": address}
    return page(request, "calendar/calendar.html", context)


@require_POST
@with_vault
def turn_off(request: VaultRequest) -> HttpResponse:
    actions.end_feed(user=request.viewer.user)
    messages.success(request, _("The address shows nothing any more."))
    return redirect("calendar:calendar")


@with_vault
def entry(request: VaultRequest) -> HttpResponse:
    """Hand over the daily moment as one calendar entry."""
    viewer = request.viewer
    kept = queries.feed_of(viewer=viewer)
    if kept.moment_at is None:
        raise Http404
    moment = queries.moment(kept.moment_at, zone=kept.zone)
    body = calendar_of([moment], owner=viewer.user.pk, since=viewer.today, now=viewer.now)
    response = _file(body)
    response["Content-Disposition"] = 'attachment; filename="quiet-moment.ics"'
    return response


@require_safe
def feed(_request: HttpRequest, /, secret: str) -> HttpResponse:
    """Answer a calendar that knows the address; it needs no sign-in and tells nothing else."""
    now = settings.CLOCK()
    found = queries.entries_by_secret(secret, now=now)
    if found is None:
        raise Http404
    body = calendar_of(found.entries, owner=found.owner, since=found.since, now=now)
    response = _file(body)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _file(body: bytes) -> HttpResponse:
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")
