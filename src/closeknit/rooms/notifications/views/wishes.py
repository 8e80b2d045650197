"""Whether, when and how often."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from closeknit.rooms.notifications.actions import keep_wishes
from closeknit.rooms.notifications.forms import WishesForm
from closeknit.rooms.notifications.queries.own import channels_of, sends_mail, wishes_of
from closeknit.rooms.people.gates import VaultRequest, with_vault
from closeknit.rooms.people.queries import choices_of
from closeknit.ui.parts import page


@with_vault
def reminders(request: VaultRequest) -> HttpResponse:
    """Set one's own reminders; nobody else sees whether there are any."""
    viewer = request.viewer
    kept = wishes_of(user=viewer.user, zone=viewer.zone)
    form = WishesForm(request.POST if request.method == "POST" else None, initial=vars(kept))
    if request.method == "POST" and form.is_valid():
        paused_until = choices_of(viewer=viewer).quiet_until
        wishes = form.wishes(paused_until=paused_until)
        keep_wishes(user=viewer.user, wishes=wishes, now=viewer.now)
        messages.success(request, _("Kept."))
        return redirect("notifications:reminders")
    device = request.device.pk if request.device else None
    context = {
        "form": form,
        "wishes": kept,
        "today": viewer.today,
        "channels": channels_of(user=viewer.user, device=device),
        "push_key": settings.REMINDER_KEYS.push_public,
        "sends_mail": sends_mail(),
    }
    return page(
        request, "notifications/reminders.html", context, status=422 if form.errors else 200
    )
