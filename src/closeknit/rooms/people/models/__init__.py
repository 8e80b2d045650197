"""Accounts, spaces and keys; and `SealedRow`, on which every room's private words stand."""

from closeknit.rooms.people.models.accounts import (
    ArchivedAccount,
    Device,
    Keyring,
    KeyringFields,
    KnownDevice,
    NotedSecret,
    OldKeyring,
    SetupLink,
    TryCount,
    User,
    UserManager,
)
from closeknit.rooms.people.models.exports import Export, ExportPart
from closeknit.rooms.people.models.sealed_rows import Preferences, RevealedTogether, SealedRow
from closeknit.rooms.people.models.spaces import Couple, CoupleKey, Invitation, Membership

__all__ = [
    "ArchivedAccount",
    "Couple",
    "CoupleKey",
    "Device",
    "Export",
    "ExportPart",
    "Invitation",
    "Keyring",
    "KeyringFields",
    "KnownDevice",
    "Membership",
    "NotedSecret",
    "OldKeyring",
    "Preferences",
    "RevealedTogether",
    "SealedRow",
    "SetupLink",
    "TryCount",
    "User",
    "UserManager",
]
