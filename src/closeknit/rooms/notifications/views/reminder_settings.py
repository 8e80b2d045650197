"""Whether, when and how often."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from closeknit.rooms.notifications.actions import save_reminder_settings
from closeknit.rooms.notifications.forms import ReminderSettingsForm
from closeknit.rooms.notifications.queries.own import channels_of, reminder_settings_of
from closeknit.rooms.people.decorators import VaultRequest, with_vault
from closeknit.rooms.people.queries import choices_of, sends_mail
from closeknit.ui.parts import page


@with_vault
def reminders(request: VaultRequest) -> HttpResponse:
    """Set one's own reminders; nobody else sees whether there are any."""
    viewer = request.viewer
    kept = reminder_settings_of(user=viewer.user, zone=viewer.zone)
    form = ReminderSettingsForm(
        request.POST if request.method == "POST" else None, initial=vars(kept)
    )
    if request.method == "POST" and form.is_valid():
        paused_until = choices_of(viewer=viewer).quiet_until
        reminder_settings = form.reminder_settings(paused_until=paused_until)
        save_reminder_settings(
            user=viewer.user, reminder_settings=reminder_settings, now=viewer.now
        )
        messages.success(request, _("Kept."))
        return redirect("notifications:reminders")
    device = request.device.pk if request.device else None
    context = {
        "form": form,
        "reminder_settings": kept,
        "today": viewer.today,
        "channels": channels_of(user=viewer.user, device=device),
        "push_key": settings.REMINDER_KEYS.push_public,
        "sends_mail": sends_mail(),
    }
    return page(
        request, "notifications/reminders.html", context, status=422 if form.errors else 200
    )
