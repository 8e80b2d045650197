"""A crowd of couples with random bytes where sealed words stand; nobody can sign in as them.

The database makes it by itself, in a sixth of the time that rows sent from Python take.
"""

from datetime import datetime, timedelta

from django.db import connection, transaction

from closeknit.rooms.people.hashers import pepper_key_id

COUPLES_AT_ONCE = 10_000
FIRST_DAY_ID = 100_000_000  # above what the measured couples' days may get

_SQLITE = {"id": "lower(hex(randomblob(16)))", "bytes": "randomblob(%d)", "date": "'%s'"}
_POSTGRES = {
    "id": "gen_random_uuid()",
    "bytes": "decode(repeat(md5(random()::text), %d / 16), 'hex')",
    "date": "DATE '%s'",
}
_SIZES = {"salt": 16, "key": 32, "wrap": 95, "words": 400}  # bytes, about as the vault makes them

_STATEMENTS = """
CREATE TEMPORARY TABLE crowd AS
    WITH RECURSIVE numbers(n) AS (
        SELECT {first} UNION ALL SELECT n + 1 FROM numbers WHERE n < {last})
    SELECT n, {id} AS couple, {id} AS alice, {id} AS bob FROM numbers;
CREATE TEMPORARY TABLE person AS
    SELECT n, couple, alice AS id, 1 AS seat FROM crowd
    UNION ALL SELECT n, couple, bob, 2 FROM crowd;
CREATE TEMPORARY TABLE evening AS
    SELECT {first_day} + 2 * n AS day, {day_before} AS written, couple, alice, bob FROM crowd
    UNION ALL SELECT {first_day} + 2 * n + 1, {day}, couple, alice, bob FROM crowd;

INSERT INTO people_couple (id, zone, coming_zone, pace, epoch, created_at, paired_on)
    SELECT couple, 'UTC', '', '', 1, '{now}', {day_before} FROM crowd;
INSERT INTO people_user (id, username, name, pronouns, email, language, created_at, is_active,
                         is_host, password, folded_name, has_twin_name)
    SELECT id, 'crowd ' || n || ' ' || seat, 'Crowd', '', '', 'en', '{now}', TRUE, FALSE,
           'vault$none$none', 'crowd ' || n || ' ' || seat, FALSE FROM person;
INSERT INTO people_keyring (user_id, generation, salt, pepper_key_id, by_password, by_recovery,
                            sealed, box_public, sign_public, escrow_key_id, rows_version)
    SELECT id, 1, {salt}, {mark}, {wrap}, {wrap}, {words}, {key}, {key}, {mark}, 2 FROM person;
INSERT INTO people_device (id, user_id, label, kind, generation, sealed, created_at, ends_at,
                           seen_at, unlocked_at)
    SELECT {id}, id, 'Phone', 'own', 1, {wrap}, '{now}', '{now}', '{now}', '{now}' FROM person;
INSERT INTO people_membership (couple_id, user_id, seat, joined_on, is_confirmed, resealed)
    SELECT couple, id, seat, {day_before}, TRUE, {mark} FROM person;
INSERT INTO people_couplekey (couple_id, epoch, reader_id, signer_id, box)
    SELECT couple, 1, id, id, {words} FROM person;
INSERT INTO practices_practicenotes (id, owner_id, couple_id, epoch, sealed, for_owner,
                                     sealed_version)
    SELECT {id}, id, couple, 0, {words}, {wrap}, 2 FROM person;
INSERT INTO moments_appreciation (id, owner_id, couple_id, epoch, sealed, for_owner, for_couple,
                                  written_on, sealed_version)
    SELECT {id}, alice, couple, 1, {words}, {wrap}, {wrap}, written, 2 FROM evening;
INSERT INTO questions_day (id, couple_id, date, slug, edition, was_own, revealed_on)
    SELECT day, couple, written, 'crowd', 1, FALSE, written FROM evening;
INSERT INTO questions_answer (id, owner_id, couple_id, epoch, sealed, for_owner, for_couple, day_id,
                              opened_on, decided, sealed_version)
    SELECT {id}, alice, couple, 1, {words}, {wrap}, {wrap}, day, written, '', 2 FROM evening
    UNION ALL
    SELECT {id}, bob, couple, 1, {words}, {wrap}, {wrap}, day, written, '', 2 FROM evening;

DROP TABLE evening;
DROP TABLE person;
DROP TABLE crowd
"""


def add_crowd(*, couples: int, first: int, now: datetime) -> None:
    """Add couples number `first` and following, in batches that are committed."""
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        if is_sqlite:  # only while filling; servers open their own
            cursor.execute("PRAGMA synchronous=OFF")
            cursor.execute("PRAGMA cache_size=-800000")
        for begin in range(first, first + couples, COUPLES_AT_ONCE):
            end = min(begin + COUPLES_AT_ONCE, first + couples) - 1
            values = _values(_SQLITE if is_sqlite else _POSTGRES, now=now)
            written = _STATEMENTS.format(first=begin, last=end, first_day=FIRST_DAY_ID, **values)
            with transaction.atomic():
                for statement in written.split(";\n"):
                    cursor.execute(statement)
        cursor.execute("ANALYZE")


def _values(dialect: dict[str, str], *, now: datetime) -> dict[str, str]:
    mark = pepper_key_id().hex()
    return {
        "id": dialect["id"],
        "mark": f"x'{mark}'" if dialect is _SQLITE else f"'\\x{mark}'::bytea",
        "now": str(now),
        "day": dialect["date"] % now.date(),
        "day_before": dialect["date"] % (now.date() - timedelta(days=1)),
        **{name: dialect["bytes"] % size for name, size in _SIZES.items()},
    }
