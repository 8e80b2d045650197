"""Who somebody is, which space they sit in, and by which device they came."""

from closeknit.rooms.people.queries.accounts import (
    accounts_called,
    foreign_secrets,
    has_lost_its_pepper,
    host_of,
    is_address_taken,
    is_first_visit_here,
    is_name_taken,
    person_called,
    sends_mail,
    settings_passed_over,
)
from closeknit.rooms.people.queries.devices import (
    device_of,
    devices_of,
    digest_of_mark,
    has_returned,
    held_code_of,
    is_known_device,
    place_of_held,
)
from closeknit.rooms.people.queries.own import choices_of, has_lost_escrows, open_invitation_of
from closeknit.rooms.people.queries.seats import (
    is_shared_with_anybody,
    keyring_by_root,
    keys_of,
    past_viewers,
    seats_of,
    viewer_of,
)

__all__ = [
    "accounts_called",
    "choices_of",
    "device_of",
    "devices_of",
    "digest_of_mark",
    "foreign_secrets",
    "has_lost_escrows",
    "has_lost_its_pepper",
    "has_returned",
    "held_code_of",
    "host_of",
    "is_address_taken",
    "is_first_visit_here",
    "is_known_device",
    "is_name_taken",
    "is_shared_with_anybody",
    "keyring_by_root",
    "keys_of",
    "open_invitation_of",
    "past_viewers",
    "person_called",
    "place_of_held",
    "seats_of",
    "sends_mail",
    "settings_passed_over",
    "viewer_of",
]
