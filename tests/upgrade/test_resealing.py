"""Rows of the first release are sealed anew by their authors, a few at each act of their own."""

import inspect
from dataclasses import replace

import pytest
from cast import Person
from django.db import transaction
from django.db.models import Q
from test_first_release import opened_by, sealed_models

from closeknit.domain.vault import FIRST_VERSION, VERSION, Readers, VaultError
from closeknit.rooms.moments.models import Appreciation
from closeknit.rooms.people.actions import resealing
from closeknit.rooms.people.actions.passwords import change_password, stretch_new
from closeknit.rooms.people.actions.resealing import AT_MOST, reseal_own_rows
from closeknit.rooms.people.models import CoupleKey, Keyring, Membership, SealedRow, User
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.questions.models import Answer, Draft

pytestmark = pytest.mark.postgres


def first_version_of(person: Person) -> list[SealedRow]:
    """Return the person's rows, in the space they sit in, that say not yet what they belong to."""
    couple = person.viewer().couple
    own = Q(owner=person.user, sealed_version=FIRST_VERSION)
    return [
        row
        for model in sealed_models()
        for row in model._default_manager.filter(own, Q(couple=couple) | Q(couple=None))
    ]


def test_looking_reseals_nothing_and_an_own_act_reseals_a_few(upgraded, monkeypatch):
    alice, bob = upgraded
    inner = inspect.unwrap(resealing.reseal_own_rows)
    monkeypatch.setattr(inner, "__kwdefaults__", {"at_most": 5})
    client = alice.sign_in()
    waiting = len(first_version_of(alice))
    of_bob = len(first_version_of(bob))

    for page in ("/", "/answers/", "/thanks/", "/settings/", "/repair/"):
        client.get(page)
    looked_at = len(first_version_of(alice))
    client.post("/thanks/new/draft/", {"did": "the kettle"})

    assert looked_at == waiting
    assert waiting - 6 <= len(first_version_of(alice)) <= waiting - 5
    assert len(first_version_of(bob)) == of_bob


def test_after_resealing_everything_opens_as_before_for_both(upgraded):
    alice, bob = upgraded
    own, others = opened_by(alice, own=True), opened_by(bob, own=False)

    viewer = reseal_own_rows(viewer=alice.viewer())

    assert not first_version_of(alice)
    assert Keyring.objects.get(user=alice.user).rows_version == VERSION
    assert viewer.keyring.own_keys[0] == viewer.keyring.umk
    assert opened_by(alice, own=True) == own
    assert opened_by(bob, own=False) == others


def test_a_batch_is_whole_or_nothing(upgraded, monkeypatch):
    alice, _bob = upgraded
    before = opened_by(alice, own=True)
    waiting, seen = len(first_version_of(alice)), []
    really = Viewer.reseal

    def die_at_the_third(viewer, row):
        seen.append(row)
        if len(seen) == 3:
            raise KeyboardInterrupt
        return really(viewer, row)

    monkeypatch.setattr(Viewer, "reseal", die_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        reseal_own_rows(viewer=alice.viewer())
    monkeypatch.undo()

    assert len(first_version_of(alice)) == waiting
    assert opened_by(alice, own=True) == before
    while Keyring.objects.get(user=alice.user).rows_version == FIRST_VERSION:
        reseal_own_rows(viewer=alice.viewer(), at_most=7)
    assert opened_by(alice, own=True) == before
    assert AT_MOST == 50


def test_a_damaged_row_is_left_as_it_is_and_stops_nothing(upgraded):
    alice, _bob = upgraded
    damaged = Appreciation.objects.filter(owner=alice.user).exclude(couple=None).last()
    sealed = bytes(damaged.sealed)[:-1] + b"\0"
    Appreciation.objects.filter(pk=damaged.pk).update(sealed=sealed)

    reseal_own_rows(viewer=alice.viewer())

    damaged.refresh_from_db()
    assert bytes(damaged.sealed) == sealed
    assert not first_version_of(alice)


def copies_of(person: Person) -> list[SealedRow]:
    """Copy the person's rows as whoever writes the database may: each opens for its author."""
    return opened(first_version_of(person), person)


def opened(rows: list[SealedRow], person: Person) -> list[SealedRow]:
    viewer = person.viewer()
    return [row for row in rows if viewer.open(row)]


def put_back(rows: list[SealedRow]) -> None:
    for row in rows:
        row.save()


def test_an_old_copy_that_is_put_back_once_all_is_sealed_anew_is_damaged_for_both(upgraded):
    alice, bob = upgraded
    copies = copies_of(alice)
    read_by_bob = opened(copies, bob)
    couple = alice.viewer().couple

    reseal_own_rows(viewer=alice.viewer())
    put_back(copies)

    assert {row.couple_id for row in copies} == {couple.pk, None}
    assert read_by_bob
    assert opened(copies, alice) == []
    assert opened(read_by_bob, bob) == []


def test_an_old_copy_is_read_by_no_other_way_and_handed_over_by_none(upgraded):
    alice, _bob = upgraded
    shared = [row for row in copies_of(alice) if row.for_couple]
    reseal_own_rows(viewer=alice.viewer())

    viewer = alice.viewer()
    for row in shared:
        with pytest.raises(VaultError):
            viewer.share(row)
        row.for_owner = None

    assert shared
    assert opened(shared, alice) == []


def test_the_other_remembers_it_from_their_next_act_on_whatever_the_database_says(upgraded):
    alice, bob = upgraded
    copies = opened(copies_of(bob), alice)
    reseal_own_rows(viewer=bob.viewer())
    sent = alice.sign_in().post("/thanks/new/draft/", {"did": "the kettle"})
    Membership.objects.update(resealed=b"")
    put_back(copies)

    assert sent.status_code == 204
    assert copies
    assert opened(copies, alice) == []
    assert opened(copies, bob) == []


@pytest.mark.parametrize("word", [b"", b"\0" * 64, b"of another"])
def test_nobody_but_the_author_can_say_that_theirs_is_sealed_anew(upgraded, word):
    alice, bob = upgraded
    copies = opened(copies_of(bob), alice)
    if word == b"of another":
        reseal_own_rows(viewer=alice.viewer())
        word = bytes(Membership.objects.get(user=alice.user, left_on=None).resealed)
    Membership.objects.filter(user=bob.user, left_on=None).update(resealed=word)

    alice.sign_in().post("/thanks/new/draft/", {"did": "the kettle"})

    assert copies
    assert opened(copies, alice) == copies


def test_a_keyring_put_back_with_the_rows_opens_nothing_written_since(upgraded):
    alice, _bob = upgraded
    viewer = reseal_own_rows(viewer=alice.viewer(), at_most=5)
    before = Keyring.objects.get(user=alice.user)
    while Keyring.objects.get(user=alice.user).rows_version == FIRST_VERSION:
        viewer = reseal_own_rows(viewer=alice.viewer())
    since = Appreciation(couple=viewer.couple, written_on=viewer.today)
    viewer.seal(since, {"did": "the rain"}, readers=Readers.SELF)
    since.save()

    before.save()

    assert viewer.open(since)
    assert alice.viewer().open(since) is None


def test_a_space_whose_keys_are_not_whole_is_not_called_sealed_anew(upgraded):
    alice, _bob = upgraded
    CoupleKey.objects.filter(reader=alice.user, epoch=1).delete()
    copies = [row for row in copies_of(alice) if row.couple_id]

    reseal_own_rows(viewer=alice.viewer())

    assert copies
    assert not bytes(Membership.objects.get(user=alice.user, left_on=None).resealed)
    assert opened(copies, alice) == copies


def test_what_waits_under_a_lost_escrow_is_sealed_anew_and_waits_on(upgraded, settings):
    alice, _bob = upgraded
    waiting = Answer.objects.filter(owner=alice.user, escrow__isnull=False)
    settings.HOST_SECRETS = replace(settings.HOST_SECRETS, escrow=b"n" * 32)
    viewer = alice.viewer()
    before = {row.pk: viewer.open(row) for row in waiting}

    viewer = reseal_own_rows(viewer=viewer)

    assert before
    assert {row.pk: viewer.open(row) for row in waiting.all()} == before
    assert all(viewer.has_lost_escrow(row) for row in waiting.all())
    assert set(waiting.values_list("sealed_version", flat=True)) == {VERSION}


def test_a_date_turned_by_whoever_writes_the_database_shows_once_rows_are_sealed_anew(upgraded):
    alice, bob = upgraded
    reseal_own_rows(viewer=bob.viewer())
    thanks = Appreciation.objects.filter(owner=bob.user).exclude(for_couple=None).first()
    assert alice.viewer().open(thanks)

    thanks.written_on = thanks.written_on.replace(day=20)

    assert alice.viewer().open(thanks) is None


def test_a_new_password_opens_what_the_first_release_wrote(upgraded):
    alice, _bob = upgraded
    before = opened_by(alice, own=True)
    user = User.objects.get(pk=alice.user.pk)
    new = stretch_new(alice.password)

    with transaction.atomic():
        change_password(user=user, umk=alice.keyring.umk, password=new)

    assert opened_by(alice, own=True) == before


def test_resealing_gives_a_kept_answer_to_nobody_whatever_its_columns_say(upgraded):
    alice, bob = upgraded
    kept = Answer.objects.get(owner=alice.user, decided="kept")
    Answer.objects.filter(pk=kept.pk).update(for_couple=b"\0", opened_on=kept.day.date)
    Draft.objects.filter(owner=alice.user).update(for_couple=b"\0")

    reseal_own_rows(viewer=alice.viewer())

    for row in (Answer.objects.get(pk=kept.pk), Draft.objects.get(owner=alice.user)):
        assert row.sealed_version == VERSION
        assert alice.viewer().open(row)
        assert bob.viewer().open(row) is None
