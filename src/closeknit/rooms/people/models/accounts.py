"""Accounts: a person, their keys, and the browsers they are signed in by."""

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from closeknit.domain.vault import FIRST_VERSION, LockedKeyring, PublicKeys
from closeknit.rooms.people.rules import DeviceKind


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=username)


class User(AbstractBaseUser):
    """A person: a name to sign in with, and one the partner sees. No gender, no staff, no admin."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField(max_length=60, unique=True)
    """The name as it was first spelt; who has an older name signs in by it as well."""
    folded_name = models.CharField(max_length=120, default="")
    """By `fold_name`: what all spellings of the name have in common."""
    has_twin_name = models.BooleanField(default=False)
    """An older name whose folding somebody else's has too; only its own spelling signs in."""
    name = models.CharField(max_length=60)
    pronouns = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    """It may stand at several accounts: a refusal would tell who else has set it."""
    language = models.CharField(max_length=12, default="en")
    created_at = models.DateTimeField()
    is_active = models.BooleanField(default=True)
    is_host = models.BooleanField(default=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["folded_name"],
                condition=Q(has_twin_name=False) & ~Q(folded_name=""),
                name="one_person_per_folded_name",
            ),
        ]
        indexes = [
            models.Index(fields=["folded_name"], name="people_by_folded_name"),
            models.Index(fields=["email"], name="people_by_email"),
        ]

    def __str__(self) -> str:
        return self.username


class KeyringFields(models.Model):
    """A person's keys, sealed: without their password or recovery code nothing here opens."""

    generation = models.PositiveIntegerField(default=1)
    salt = models.BinaryField()
    pepper_key_id = models.BinaryField()
    by_password = models.BinaryField()
    by_recovery = models.BinaryField(default=bytes)
    sealed = models.BinaryField()
    box_public = models.BinaryField()
    sign_public = models.BinaryField()

    class Meta:
        abstract = True

    @property
    def has_recovery(self) -> bool:
        return bool(self.by_recovery)

    @property
    def locked(self) -> LockedKeyring:
        return LockedKeyring(
            generation=self.generation,
            salt=bytes(self.salt),
            by_password=bytes(self.by_password),
            by_recovery=bytes(self.by_recovery),
            sealed=bytes(self.sealed),
            public=PublicKeys(box=bytes(self.box_public), sign=bytes(self.sign_public)),
        )

    @locked.setter
    def locked(self, value: LockedKeyring) -> None:
        self.generation = value.generation
        self.salt = value.salt
        self.by_password = value.by_password
        self.by_recovery = value.by_recovery
        self.sealed = value.sealed
        self.box_public = value.public.box
        self.sign_public = value.public.sign


class Keyring(KeyringFields):
    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="keyring")
    escrow_key_id = models.BinaryField(default=bytes)
    """The host's escrow key under which all that this person left waiting stands."""
    rows_version = models.PositiveSmallIntegerField(default=FIRST_VERSION)
    """The oldest version of the format in which rows of this person may still stand."""

    class Meta:
        indexes = [models.Index(fields=["pepper_key_id"], name="keyrings_by_pepper")]

    def __str__(self) -> str:
        return f"keyring of {self.user_id}"


class ArchivedAccount(models.Model):
    """An account that a fresh start archived, whole, until `ends_on`.

    Its password or recovery code brings it back under the name it had; `present` is the account
    begun since, empty once that one was deleted.
    """

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="archived")
    present = models.ForeignKey(User, models.SET_NULL, null=True, related_name="earlier_accounts")
    username = models.CharField(max_length=60)
    folded_name = models.CharField(max_length=120)
    has_twin_name = models.BooleanField(default=False)
    email = models.EmailField(blank=True)
    ends_on = models.DateField()

    class Meta:
        indexes = [
            models.Index(fields=["folded_name"], name="archived_by_name"),
            models.Index(fields=["email"], name="archived_by_email"),
        ]

    def __str__(self) -> str:
        return f"{self.username}, put away until {self.ends_on}"


class OldKeyring(KeyringFields):
    """A keyring that the first release archived; its recovery code opens it until `ends_on`."""

    user = models.ForeignKey(User, models.CASCADE, related_name="old_keyrings")
    ends_on = models.DateField()

    def __str__(self) -> str:
        return f"old keyring of {self.user_id}"


class Device(models.Model):
    """A signed-in browser; `sealed` holds its unlocked vault under a key only its cookie has."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="devices")
    label = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=[(k, k) for k in DeviceKind])
    created_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    unlocked_at = models.DateTimeField()
    generation = models.PositiveIntegerField(default=1)
    sealed = models.BinaryField(null=True)
    returned_at = models.DateTimeField(null=True)
    """When its person came back to it after a week away; empty again once they did anything."""
    held_code = models.BinaryField(null=True)
    """A recovery code not yet confirmed, which only this device's open vault shows again."""
    held_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.label

    @property
    def device_kind(self) -> DeviceKind:
        """How long it stays open; a damaged answer counts as the careful one."""
        return DeviceKind.OWN if self.kind == DeviceKind.OWN else DeviceKind.SHARED


class KnownDevice(models.Model):
    """A browser on which a person signed in and said it is only theirs; outlives signing out."""

    user = models.ForeignKey(User, models.CASCADE, related_name="known_devices")
    digest = models.BinaryField()
    device = models.UUIDField(null=True)
    """The sign-in in which it was marked; ending that one from afar ends the mark too."""
    known_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "digest"], name="one_row_per_known_device"),
        ]

    def __str__(self) -> str:
        return f"device known to {self.user_id}"


class NotedSecret(models.Model):
    """The key id of a secret of the host's that rows here were written with; never the secret."""

    name = models.CharField(max_length=20, primary_key=True)
    key_id = models.BinaryField()

    def __str__(self) -> str:
        return self.name


class SetupLink(models.Model):
    """A one-time link that opens a new space on this server; only its hash is kept."""

    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"set-up link of {self.created_at:%Y-%m-%d}"


class TryCount(models.Model):
    """The instants at which something was tried, where several processes count together."""

    KEY_LENGTH = 32

    key = models.CharField(primary_key=True, max_length=KEY_LENGTH)
    """A keyed digest of what was tried and as whose try it counts."""
    tried_at = models.JSONField()
    """Seconds since 1970, the oldest first."""
    ends_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["ends_at"], name="tries_by_their_end")]

    def __str__(self) -> str:
        return f"{len(self.tried_at)} tries"
