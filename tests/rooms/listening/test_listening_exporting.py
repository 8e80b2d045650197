"""Exporting evenings, and erasing them."""

from listening_cast import TOPIC, hold, opened_by, tap

from closeknit.rooms.listening import actions
from closeknit.rooms.listening.lifecycle import export
from closeknit.rooms.listening.models import ClosingThanks, ListeningRoom, TurnRating
from closeknit.rooms.people.actions.passwords import change_password, stretch_new


def test_each_exports_the_words_of_both_and_the_ratings_of_their_own(signed_in):
    alice, bob = signed_in
    hold(alice, bob, opened_by(alice))

    (exported,) = export(viewer=alice.viewer())

    assert exported.topic == TOPIC
    assert (list(exported.felt_understood), list(exported.effort)) == (["3 of 4"], ["2 of 4"])
    assert list(exported.thanks) == ["for asking twice"]
    assert list(exported.thanks_from_partner) == ["for the quiet"]


def test_what_was_declined_is_exported_by_nobody(signed_in):
    alice, bob = signed_in
    tap(bob, opened_by(alice), "stop")

    assert export(viewer=alice.viewer()) == []
    assert export(viewer=bob.viewer()) == []


def test_erasing_takes_a_persons_own_words_and_ratings_away(signed_in):
    alice, bob = signed_in
    hold(alice, bob, opened_by(alice))

    actions.erase(user=alice.user)

    for kept in (ListeningRoom, TurnRating, ClosingThanks):
        assert not kept.objects.filter(owner=alice.user).exists()


def test_ratings_open_after_a_new_password(signed_in):
    alice, bob = signed_in
    hold(alice, bob, opened_by(alice))
    old = alice.viewer()

    keyring, _code = change_password(
        user=old.user, umk=old.keyring.umk, password=stretch_new("another quiet evening")
    )
    (exported,) = export(viewer=old.with_keyring(keyring))

    assert list(exported.felt_understood) == ["3 of 4"]
