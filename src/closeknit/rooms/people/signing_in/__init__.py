"""How a browser's session and a vault meet: the vault cookie, the device, the open viewer."""

from closeknit.rooms.people.signing_in.logins import (
    admit,
    enter,
    hold_for_second_factor,
    remember_kind,
    settle_login,
    sign_in_again,
    sign_out,
)
from closeknit.rooms.people.signing_in.unlocking import (
    DamagedKeysError,
    has_damaged_keys,
    is_login_reset,
    is_open,
    lock,
    open_keyring,
    open_umk,
    open_viewer,
    open_with,
    unlock,
)
from closeknit.rooms.people.signing_in.visitors import (
    VisitorRequest,
    device_label,
    recognise,
    visitor_with,
    write_vault_cookie,
)

__all__ = [
    "DamagedKeysError",
    "VisitorRequest",
    "admit",
    "device_label",
    "enter",
    "has_damaged_keys",
    "hold_for_second_factor",
    "is_login_reset",
    "is_open",
    "lock",
    "open_keyring",
    "open_umk",
    "open_viewer",
    "open_with",
    "recognise",
    "remember_kind",
    "settle_login",
    "sign_in_again",
    "sign_out",
    "unlock",
    "visitor_with",
    "write_vault_cookie",
]
