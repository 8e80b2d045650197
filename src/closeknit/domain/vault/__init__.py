"""Keys and sealing: what turns a couple's words into bytes that only their readers open.

It knows passwords only for the length of one call, and knows keys, places and bytes. It refuses to
know what the words mean, who is logged in, what time it is, where anything is stored and whether
both have answered. Plaintext and keys live in ordinary memory while a request runs: whoever reads
the server's memory reads them too.
"""

from closeknit.domain.vault.cipher import (
    FIRST_VERSION,
    PAD_STEP,
    VERSION,
    Kind,
    Place,
    VaultError,
    decrypt,
    encrypt,
    new_key,
)
from closeknit.domain.vault.couple import CoupleKeys, box_for, new_couple_key, open_box
from closeknit.domain.vault.exports import (
    open_export,
    open_export_key,
    seal_export,
    seal_export_key,
)
from closeknit.domain.vault.host import open_host, seal_host
from closeknit.domain.vault.invitation import (
    InvitationLock,
    OpenInvitation,
    answer_mac,
    check_answer,
    invitation_lookup,
    lock_invitation,
    open_invitation,
)
from closeknit.domain.vault.items import (
    Readers,
    Sealed,
    is_escrow_of,
    is_of_first_version,
    is_open_to_both,
    is_signed,
    open_own,
    open_shared,
    release,
    seal,
    share,
)
from closeknit.domain.vault.keyring import (
    create,
    renew,
    reseal,
    unlock_with_password,
    unlock_with_recovery,
    unlock_with_umk,
    with_recovery,
)
from closeknit.domain.vault.keyring_content import Authorship, Keyring, LockedKeyring, PublicKeys
from closeknit.domain.vault.offline import offline_public_key, open_offline
from closeknit.domain.vault.resealed import is_resealed, sign_resealed
from closeknit.domain.vault.session import (
    hold_code,
    open_held_code,
    open_session,
    seal_session,
)
from closeknit.domain.vault.stretch import (
    MEM,
    OPS,
    SALT_BYTES,
    HostSecrets,
    new_salt,
    stretch,
    verifier,
    wrapping_key,
)
from closeknit.domain.vault.words import (
    Invite,
    RecoveryCode,
    new_invitation_secret,
    new_recovery_code,
    parse_invitation,
    plain_code,
)

__all__ = [
    "FIRST_VERSION",
    "MEM",
    "OPS",
    "PAD_STEP",
    "SALT_BYTES",
    "VERSION",
    "Authorship",
    "CoupleKeys",
    "HostSecrets",
    "InvitationLock",
    "Invite",
    "Keyring",
    "Kind",
    "LockedKeyring",
    "OpenInvitation",
    "Place",
    "PublicKeys",
    "Readers",
    "RecoveryCode",
    "Sealed",
    "VaultError",
    "answer_mac",
    "box_for",
    "check_answer",
    "create",
    "decrypt",
    "encrypt",
    "hold_code",
    "invitation_lookup",
    "is_escrow_of",
    "is_of_first_version",
    "is_open_to_both",
    "is_resealed",
    "is_signed",
    "lock_invitation",
    "new_couple_key",
    "new_invitation_secret",
    "new_key",
    "new_recovery_code",
    "new_salt",
    "offline_public_key",
    "open_box",
    "open_export",
    "open_export_key",
    "open_held_code",
    "open_host",
    "open_invitation",
    "open_offline",
    "open_own",
    "open_session",
    "open_shared",
    "parse_invitation",
    "plain_code",
    "release",
    "renew",
    "reseal",
    "seal",
    "seal_export",
    "seal_export_key",
    "seal_host",
    "seal_session",
    "share",
    "sign_resealed",
    "stretch",
    "unlock_with_password",
    "unlock_with_recovery",
    "unlock_with_umk",
    "verifier",
    "with_recovery",
    "wrapping_key",
]
