"""What is kept of people, their spaces and keys, by us and by the packages that sign them in."""

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from cast import Person
from django.utils import timezone
from exports import taken
from owned_tables import Table

from closeknit.rooms.people.actions.choices import change_choices
from closeknit.rooms.people.actions.passwords import archive_keyring
from closeknit.rooms.people.models import (
    ArchivedAccount,
    Couple,
    CoupleKey,
    Device,
    Export,
    ExportPart,
    Invitation,
    Keyring,
    KnownDevice,
    Membership,
    OldKeyring,
    Preferences,
    User,
)


def choose(person: Person, _other: Person, words: str) -> None:
    key = words.replace(" ", "-")
    viewer = person.viewer()
    change_choices(viewer=viewer, change=lambda kept: kept.with_put_off(key, day=viewer.today))


def sign_in(person: Person, _other: Person, _words: str) -> None:
    person.sign_in()


def put_keys_away(person: Person, _other: Person, _words: str) -> None:
    archive_keyring(row=Keyring.objects.get(user=person.user), today=person.clock.now.date())


def put_account_away(person: Person, _other: Person, _words: str) -> None:
    ArchivedAccount.objects.create(
        user=person.user, username=person.name, ends_on=person.clock.now.date()
    )


def add_second_step(person: Person, _other: Person, _words: str) -> None:
    Authenticator.objects.create(user=person.user, type=Authenticator.Type.TOTP, data={})


def add_address(person: Person, _other: Person, _words: str) -> None:
    EmailAddress.objects.create(user=person.user, email=f"{person.name}@example.org")


def confirm_address(person: Person, other: Person, words: str) -> None:
    add_address(person, other, words)
    address = EmailAddress.objects.get(user=person.user)
    EmailConfirmation.objects.create(
        email_address=address, sent=timezone.now(), key=f"{person.name}"
    )


def ask_for_an_export(person: Person, _other: Person, _words: str) -> None:
    taken(person.sign_in(), person.password)


TABLES = (
    Table(model=Export, write=ask_for_an_export, private_act="take one's words along"),
    Table(model=ExportPart, write=ask_for_an_export, private_act="take one's words along"),
    Table(model=User),
    Table(model=Keyring, private_act="set a recovery code"),
    Table(model=OldKeyring, write=put_keys_away),  # by the first release, which closed the space
    Table(model=ArchivedAccount, write=put_account_away, private_act="start fresh"),
    Table(model=Device, write=sign_in, private_act="sign in on a device"),
    Table(model=KnownDevice, write=sign_in, private_act="sign in on a device"),
    Table(model=Couple),
    Table(model=Membership),
    Table(model=CoupleKey),
    Table(model=Invitation),
    Table(
        model=Preferences,
        write=choose,
        words=lambda words: words.replace(" ", "-"),
        private_act="set one's own choices",
    ),
    Table(model=Authenticator, write=add_second_step, private_act="add a second step"),
    Table(model=EmailAddress, write=add_address, private_act="set an address"),
    Table(model=EmailConfirmation, write=confirm_address, private_act="set an address"),
)
