"""What a person wants of reminders and types about channels; cleaned here, kept by the actions."""

import base64
import binascii
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from closeknit.hosting.destinations import (
    AddressRefusal,
    AddressRefusedError,
    check_push_address,
    check_service_address,
)
from closeknit.rooms.notifications.queries.own import ReminderSettings
from closeknit.rooms.notifications.rules.channels import PushAddress
from closeknit.rooms.notifications.rules.instants import is_quiet
from closeknit.rooms.notifications.rules.pacing import ReminderPace
from closeknit.rooms.people.forms import zone_choices
from closeknit.ui.keyed import KeyedForm

LONGEST = 600  # characters of an address
_KEY_BYTES, _AUTH_BYTES = 65, 16
REFUSALS = {
    AddressRefusal.UNREADABLE: _(
        "This address cannot be read. Compare it with what the service shows."
    ),
    AddressRefusal.NOT_HTTPS: _("Only addresses over https are taken."),
    AddressRefusal.UNKNOWN_PUSH: _("This browser's push service is not known here."),
    AddressRefusal.UNKNOWN_KIND: _("This kind of service is not known here."),
    AddressRefusal.HAS_OPTIONS: _("Leave out everything from the first ? or # on."),
    AddressRefusal.NOT_ALLOWED: _(
        "This server is not on the list. Whoever runs Closeknit can add it with"
        " CLOSEKNIT_NOTIFY_HOSTS."
    ),
    AddressRefusal.NOT_PUBLIC: _("This address is not on the open internet."),
}


def _clock_time(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )


class ReminderSettingsForm(forms.Form):
    is_on = forms.BooleanField(label=_("Remind me"), required=False)
    at = _clock_time(_("At this time"))
    pace = forms.TypedChoiceField(
        label=_("How often"),
        choices=[
            (ReminderPace.LITTLE.value, _("A little")),
            (ReminderPace.SOME.value, _("Some")),
            (ReminderPace.MORE.value, _("More")),
        ],
        coerce=ReminderPace,
        widget=forms.RadioSelect,
    )
    quiet_from = _clock_time(_("Quiet from"))
    quiet_until = _clock_time(_("Quiet until"))
    zone = forms.ChoiceField(label=_("Your time zone"), choices=lazy(zone_choices, list)())

    def clean(self) -> dict[str, Any]:
        """Refuse a time that nobody would hear of."""
        given = super().clean() or self.cleaned_data
        if {"at", "quiet_from", "quiet_until"} <= given.keys() and is_quiet(
            given["at"], quiet_from=given["quiet_from"], quiet_until=given["quiet_until"]
        ):
            self.add_error(
                "at", _("This lies in your quiet hours. Choose an earlier or a later time.")
            )
        return given

    def reminder_settings(self, *, paused_until: date | None) -> ReminderSettings:
        return ReminderSettings(**self.cleaned_data, paused_until=paused_until)


class PushForm(forms.Form):
    """What a browser says about itself when it subscribes."""

    endpoint = forms.CharField(max_length=LONGEST)
    p256dh = forms.CharField(max_length=120)
    auth = forms.CharField(max_length=40)

    def clean_endpoint(self) -> str:
        endpoint = str(self.cleaned_data["endpoint"])
        try:
            check_push_address(endpoint, destinations=settings.PUSH_DESTINATIONS)
        except AddressRefusedError as error:
            raise ValidationError(REFUSALS[error.why]) from None
        return endpoint

    def clean_p256dh(self) -> str:
        return _key(str(self.cleaned_data["p256dh"]), size=_KEY_BYTES)

    def clean_auth(self) -> str:
        return _key(str(self.cleaned_data["auth"]), size=_AUTH_BYTES)

    def address(self) -> PushAddress:
        return PushAddress(**self.cleaned_data)


class MailForm(KeyedForm):
    address = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class CodeForm(forms.Form):
    code = forms.RegexField(
        r"^\s*\d{6}\s*$",
        label=_("The six digits from the mail"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"invalid": _("Six digits, as they stand in the mail.")},
    )


class ServiceForm(KeyedForm):
    url = forms.CharField(
        label=_("The address of your service"),
        max_length=LONGEST,
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}
        ),
    )

    def clean_url(self) -> str:
        url = str(self.cleaned_data["url"])
        try:
            check_service_address(url, destinations=settings.SERVICE_DESTINATIONS)
        except AddressRefusedError as error:
            raise ValidationError(REFUSALS[error.why]) from None
        return url


def _key(text: str, *, size: int) -> str:
    """Return a base64url key of that many bytes as it came, or raise ValidationError."""
    try:
        read = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (ValueError, binascii.Error):
        read = b""
    if len(read) != size:
        raise ValidationError(_("This browser sent a key that cannot be read."))
    return text
