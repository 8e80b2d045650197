"""Real couples have data: what the first release wrote opens in this one, for whom it did then.

The databases were drawn once (see first_release/drawn_by.py.txt); every later change keeps this.
"""

import json
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from cast import Person
from django.apps import apps

from closeknit.domain.vault import RecoveryCode, unlock_with_recovery
from closeknit.rooms.people.actions.second_step import use_code
from closeknit.rooms.people.models import SealedRow
from closeknit.rooms.people.queries import past_viewers
from closeknit.rooms.people.seeds import open_seed
from closeknit.rooms.people.viewer import Viewer

pytestmark = pytest.mark.postgres
WITHOUT_TEXT = {
    "people_preferences",
    "practices_practicenotes",
    "practices_practiceplace",
    "practices_consent",
    "listening_turnrating",
}
KEPT_APART = {
    "questions_draft",
    "moments_draft",
    "repair_draft",
    "repair_writing",
    "practices_practicenotes",
    "practices_practiceplace",
    "people_preferences",
}


def sealed_models() -> list[type[SealedRow]]:
    return [each for each in apps.get_models() if issubclass(each, SealedRow)]


def sealed_rows() -> Iterator[SealedRow]:
    for model in sealed_models():
        yield from model._default_manager.all()


def viewers_of(person: Person) -> list[Viewer]:
    viewer = person.viewer()
    return [viewer, *past_viewers(user=viewer.user, keyring=viewer.keyring, now=viewer.now)]


def opened_by(person: Person, *, own: bool) -> dict[str, str]:
    """Return each place's words that one person opens, of their own rows or of others'."""
    viewers = viewers_of(person)
    found: dict[str, str] = {}
    for row in sealed_rows():
        if (row.owner_id == person.user.pk) is own:
            for words in filter(None, (viewer.open(row) for viewer in viewers)):
                found[row.PLACE] = found.get(row.PLACE, "") + json.dumps(words)
    return found


def test_places_never_change():
    places = {model.PLACE for model in sealed_models()}

    assert len(places) == len(sealed_models())
    assert places >= WITHOUT_TEXT | KEPT_APART
    assert {"questions_answer", "moments_appreciation", "repair_half", "meetings_note"} <= places


def test_each_opens_every_row_they_wrote_in_the_first_release(upgraded):
    for person in upgraded:
        mine = opened_by(person, own=True)

        for model in sealed_models():
            if model._default_manager.filter(owner=person.user).exists():
                assert model.PLACE in mine
                if model.PLACE not in WITHOUT_TEXT:
                    assert f"{model.PLACE} by {person.name}" in mine[model.PLACE]


def test_each_opens_what_the_other_shared_and_nothing_that_was_kept(upgraded):
    alice, bob = upgraded

    theirs = opened_by(alice, own=False)

    for place in ("questions_answer", "questions_reply", "moments_appreciation", "repair_half"):
        assert f"{place} by Bob" in theirs[place]
    assert "questions_answer by Dana before Bob" in theirs["questions_answer"]
    assert not KEPT_APART & set(theirs)
    assert "kept" not in opened_by(bob, own=False)["questions_answer"]
    assert "still sealed" not in theirs["questions_answer"]


def test_password_recovery_code_and_second_step_of_the_first_release_still_hold(upgraded):
    alice, bob = upgraded

    assert alice.sign_in().get("/").status_code == 200

    bob.user.refresh_from_db()
    code = RecoveryCode(bytes(range(20, 40)))
    assert unlock_with_recovery(bob.user.keyring.locked, user=bob.user.pk, code=code)
    second_step = Authenticator.objects.get(user=bob.user)
    assert open_seed(second_step.data["secret"], user_id=bob.user.pk) is not None
    assert use_code(authenticator=second_step, code=code_now()) is True
    alice.user.refresh_from_db()
    assert alice.user.password.startswith("vault$2$")  # bound to her at this sign-in


def test_an_answer_that_waited_across_the_update_still_opens_with_the_others(upgraded):
    from_alice, from_bob = upgraded
    client = from_alice.sign_in()

    client.post("/answers/2026-03-06/seal/", _fields(client, "/tonight/"))

    assert "still sealed" in opened_by(from_alice, own=False)["questions_answer"]
    assert "the kettle at last" in opened_by(from_bob, own=False)["questions_answer"]


def code_now() -> str:
    """Return what Bob's telephone shows, by the seed that the databases were drawn with."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", counter))


def _fields(client, path: str) -> dict[str, str]:
    page = client.get(path).content.decode()
    key = page.split('name="question" value="')[1].split('"')[0]
    return {"question": key, "text": "the kettle at last"}
