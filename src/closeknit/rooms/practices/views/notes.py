"""What somebody noted about practices: read, changed, shown to the partner, deleted."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from closeknit.rooms.people.decorators import VaultRequest, with_vault
from closeknit.rooms.practices import queries
from closeknit.rooms.practices.actions import change_doing, hide_doing, remove_doing, show_doing
from closeknit.rooms.practices.forms import DoneForm
from closeknit.rooms.practices.models import Doing
from closeknit.rooms.practices.rules.notes import Opinion
from closeknit.ui.months import asked_month
from closeknit.ui.parts import page


@with_vault
def history(request: VaultRequest) -> HttpResponse:
    """What this person noted, some months of it; nobody else can open it."""
    viewer = request.viewer
    months = queries.noted_months(viewer=viewer, asked=asked_month(request))
    notes = queries.notes_of(viewer=viewer)
    context = {
        "viewer": viewer,
        "months": months,
        "noted": queries.history_of(viewer=viewer, months=months),
        "shown": queries.shown_in(viewer=viewer, months=months),
        "favourites": queries.marked(notes=notes, opinion=Opinion.FAVOURITE),
        "set_aside": queries.marked(notes=notes, opinion=Opinion.NOT_FOR_ME),
    }
    return page(request, "practices/history.html", context)


@with_vault
def doing(request: VaultRequest, doing_id: UUID) -> HttpResponse:
    """Read or change one's own note on one doing."""
    viewer = request.viewer
    row = get_object_or_404(queries.doings(viewer=viewer), pk=doing_id)
    shown = queries.noted(row, viewer=viewer)
    kept = shown.done
    form = DoneForm(
        request.POST or None,
        initial={"rating": kept.rating or "", "words": kept.words} if kept else None,
    )
    if request.method == "POST" and kept is not None and form.is_valid():
        change_doing(
            viewer=viewer,
            row=row,
            done=form.done(slug=kept.slug, edition=kept.edition, on=kept.done_on),
        )
        messages.success(request, _("Changed."))
        return redirect("practices:history")
    context = {"viewer": viewer, "noted": shown, "form": form}
    return page(request, "practices/doing.html", context, status=422 if form.errors else 200)


@with_vault
def let_go(request: VaultRequest, doing_id: UUID) -> HttpResponse:
    """Delete one's own note on one doing."""
    viewer = request.viewer
    row = get_object_or_404(queries.doings(viewer=viewer), pk=doing_id)
    if request.method == "POST":
        remove_doing(viewer=viewer, row=row)
        messages.success(request, _("The note is deleted."))
        return redirect("practices:history")
    return page(request, "practices/let_go.html", {"noted": queries.noted(row, viewer=viewer)})


@require_POST
@with_vault
def show(request: VaultRequest, doing_id: UUID) -> HttpResponse:
    """Let the partner read this one note."""
    viewer = request.viewer
    row = _showable(request, doing_id)
    if viewer.partner is None:
        raise Http404
    show_doing(viewer=viewer, row=row)
    messages.success(request, _("%(name)s can read it now.") % {"name": viewer.partner.name})
    return redirect("practices:doing", row.pk)


@require_POST
@with_vault
def hide(request: VaultRequest, doing_id: UUID) -> HttpResponse:
    """Take the note back; what was read cannot be unread."""
    row = _showable(request, doing_id)
    hide_doing(viewer=request.viewer, row=row)
    messages.success(request, _("The note is for you alone again."))
    return redirect("practices:doing", row.pk)


def _showable(request: VaultRequest, doing_id: UUID) -> Doing:
    """Return one's own note of this space, the only kind that the partner can be let into."""
    viewer = request.viewer
    mine = queries.doings(viewer=viewer).filter(couple=viewer.couple)
    return get_object_or_404(mine, pk=doing_id)
