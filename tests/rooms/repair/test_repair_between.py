"""What lies between the two, in the order it was left, and a loop under its name."""

from dataclasses import replace

from repair_cast import ASKS, LEAVES, apology_of, half_of, opening_of

from closeknit.rooms.repair.queries.letters import fresh_letters
from closeknit.rooms.repair.queries.loops import seen_loops
from closeknit.rooms.repair.rules.loop import CARD, LETTERS_IN_A_LINE, HalfWords, draw

WIDEST_LETTER = 8.2  # SVG units of the small type in a common wide typeface


def test_openings_and_apologies_stand_newest_first_whichever_they_are(couple, clock):
    alice, bob = couple
    opening_of(alice)
    clock.forward(days=3)
    apology_of(bob)
    clock.forward(days=3)
    opening_of(bob)

    for viewer in (alice.viewer(), bob.viewer()):
        found = fresh_letters(viewer=viewer)
        assert [each.is_apology for each in found] == [False, True, False]
        assert found == sorted(found, key=lambda each: each.sent_on, reverse=True)


def test_a_name_that_both_gave_their_loop_stands_once(couple):
    alice, bob = couple
    half_of(alice, replace(ASKS, name="The late train"))
    half_of(bob, replace(LEAVES, name="The late train"))

    (loop,) = seen_loops(viewer=alice.viewer())

    assert loop.names == ["The late train"]


def test_two_names_of_one_loop_stand_beside_each_other(couple):
    alice, bob = couple
    half_of(alice, replace(ASKS, name="The late train"))
    half_of(bob, replace(LEAVES, name="The stairs"))

    (loop,) = seen_loops(viewer=bob.viewer())

    assert loop.names == ["The late train", "The stairs"]


def test_a_line_of_wide_letters_stays_inside_its_card():
    words = HalfWords(does="a house where somebody is " * 3, feels="knocking on a house " * 3)

    drawing = draw(words, words)

    assert max(len(line) for card in drawing.cards for _y, line in card.lines) <= LETTERS_IN_A_LINE
    assert LETTERS_IN_A_LINE * WIDEST_LETTER <= CARD
