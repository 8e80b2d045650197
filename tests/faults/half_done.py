"""What a write that was cut in two would leave in the tables, counted."""

HALF_DONE = {
    "a person without keys": (
        "SELECT COUNT(*) FROM people_user WHERE id NOT IN (SELECT user_id FROM people_keyring)"
    ),
    "a space without a seat": (
        "SELECT COUNT(*) FROM people_couple "
        "WHERE id NOT IN (SELECT couple_id FROM people_membership)"
    ),
    "a seat without a key": (
        "SELECT COUNT(*) FROM people_membership "
        "WHERE user_id NOT IN (SELECT reader_id FROM people_couplekey)"
    ),
}
