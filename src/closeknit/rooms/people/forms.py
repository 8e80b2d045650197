"""What people type about themselves; cleaned here, saved by the actions."""

from typing import Any

from allauth.account.forms import LoginForm, ResetPasswordForm
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from closeknit.domain.vault import RecoveryCode, parse_invitation
from closeknit.rooms.people.actions.reset_mail import ask_for_reset
from closeknit.rooms.people.models import User
from closeknit.rooms.people.rules import DEFAULT_ZONE, LONGEST_PASSWORD, ZONES, DeviceKind
from closeknit.rooms.people.rules.names import LONGEST_NAME, is_plain_name, tidied_name
from closeknit.rooms.people.tries import LONGEST_LOGIN

LONGEST_CODE = 100  # characters, however its groups are parted


def zone_choices() -> list[tuple[str, str]]:
    """Return every time zone by its name, ("Europe/Berlin", "Berlin, Europe") and so on.

    "Etc" is no place: what is there stands at the end by its bare name, as in "UTC".
    """
    zones = sorted(ZONES, key=lambda zone: (zone.startswith("Etc/"), zone))
    return [
        (zone, ", ".join(reversed(zone.removeprefix("Etc/").replace("_", " ").split("/"))))
        for zone in zones
    ]


def clean_sign_in_name(typed: str) -> str:
    """Return a new name to sign in with as it is shown, or raise ValidationError."""
    name = tidied_name(typed)
    if "@" in name:
        raise ValidationError(_("Write a name here, not an address."))
    if not is_plain_name(name):
        raise ValidationError(
            _("A name holds letters of one alphabet, digits, spaces, dots, hyphens, apostrophes.")
        )
    return name


class DeviceForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Is this device only yours?"),
        choices=[
            (DeviceKind.OWN.value, _("Yes, only mine")),
            (DeviceKind.SHARED.value, _("No, others use it")),
        ],
        widget=forms.RadioSelect,
    )


class SignInForm(LoginForm):
    """allauth's form in our words; the way back is the recovery code, mail or not."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Name or e-mail")
        self.fields["password"].label = _("Password")
        self.fields["login"].validators.append(MaxLengthValidator(LONGEST_LOGIN))
        self.fields["password"].validators.append(MaxLengthValidator(LONGEST_PASSWORD))
        for field in self.fields.values():
            field.help_text = ""
            field.widget.attrs.pop("placeholder", None)


class ResetForm(ResetPasswordForm):
    """allauth's form, which looks nobody up while the visitor waits; see `reset_mail`."""

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def save(self, request: HttpRequest, **_details: Any) -> str:  # noqa: ARG002  allauth's signature
        address = str(self.cleaned_data["email"])
        ask_for_reset(address=address)
        return address


class NewPasswordForm(forms.Form):
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def person(self) -> User:
        """Return whom the password is for, so that it is not their own name."""
        return User(name=self.cleaned_data.get("name", ""), username="", email="")

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        validate_password(password, self.person())
        return password


class ArrivalForm(NewPasswordForm, DeviceForm):
    """A name to be called and to sign in with, a password, and whose device this is."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    field_order: tuple[str, ...] = ("name", "password", "kind")

    def clean_name(self) -> str:
        return clean_sign_in_name(str(self.cleaned_data["name"]))


class BeginForm(ArrivalForm):
    zone = forms.ChoiceField(
        label=_("Your time zone"),
        choices=lazy(zone_choices, list)(),
        initial=DEFAULT_ZONE,
        widget=forms.Select(attrs={"data-zone": ""}),
    )
    field_order = ("name", "password", "kind", "zone")


class SpokenInvitationForm(forms.Form):
    words = forms.CharField(
        label=_("The code and the six words"),
        max_length=200,
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}
        ),
    )

    def clean_words(self) -> str:
        try:
            return parse_invitation(str(self.cleaned_data["words"])).text
        except ValueError as error:
            raise ValidationError(str(error)) from None


class RecoveryCodeField(forms.CharField):
    def __init__(self, **details: Any) -> None:
        super().__init__(**{"max_length": LONGEST_CODE, **details})

    def clean(self, value: Any) -> RecoveryCode:
        try:
            return RecoveryCode.parse(super().clean(value))
        except ValueError as error:
            raise ValidationError(str(error)) from None


class TypeBackForm(forms.Form):
    """Part of the recovery code, typed back from the paper it was written on."""

    last_group = forms.CharField(
        label=_("Type the last four characters from your paper"),
        max_length=16,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class RecoverForm(NewPasswordForm):
    code = RecoveryCodeField(
        label=_("Recovery code"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    field_order: tuple[str, ...] = ("code", "password")


class SignedOutRecoverForm(RecoverForm):
    login = forms.CharField(label=_("Name or e-mail"), max_length=LONGEST_LOGIN)
    field_order = ("login", "code", "password")


class PasswordAgainForm(forms.Form):
    current = forms.CharField(
        label=_("Your password, once more"),
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class ChangePasswordForm(NewPasswordForm, PasswordAgainForm):
    field_order = ("current", "password")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("New password")


class SignInNameForm(PasswordAgainForm):
    name = forms.CharField(
        label=_("New name to sign in with"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )
    field_order = ("name", "current")

    def clean_name(self) -> str:
        return clean_sign_in_name(str(self.cleaned_data["name"]))


class ProfileForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=60)
    pronouns = forms.CharField(label=_("Pronouns"), max_length=40, required=False)
    zone = forms.ChoiceField(label=_("Time zone of your days"), choices=lazy(zone_choices, list)())
    language = forms.ChoiceField(label=_("Language"), choices=lambda: settings.LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(settings.LANGUAGES) == 1:
            del self.fields["language"]


class EmailForm(PasswordAgainForm):
    email = forms.EmailField(label=_("E-mail"), required=False)
    field_order = ("email", "current")

    def clean_email(self) -> str:
        """Keep addresses in small letters, so that an index finds them."""
        return str(self.cleaned_data["email"]).lower()


class ChoicesForm(forms.Form):
    quieter = forms.BooleanField(label=_("Quieter mode"), required=False)
    paused = forms.BooleanField(label=_("Pause for a while"), required=False)
