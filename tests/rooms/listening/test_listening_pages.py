"""The pages of the listening room, as a browser without script meets them."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from listening_cast import (
    TOPIC,
    address,
    heading,
    hold,
    opened_by,
    rate,
    rows_of,
    seen_by,
    speak,
    tap,
    thank,
    version,
)

from closeknit.rooms.archive.actions import leave_space
from closeknit.rooms.listening.models import ClosingThanks, ListeningRoom, TurnRating

OPENING = {
    "question": "own",
    "text": TOPIC,
    "first": "me",
    "minutes": "2",
    "devices": "two",
}


def test_a_room_is_opened_from_its_page_and_waits_for_the_other(signed_in):
    alice, bob = signed_in

    response = alice.client.post("/listening/", OPENING)
    row = ListeningRoom.objects.get()

    assert response["Location"] == address(row)
    assert heading(alice, row) == "It waits for a yes from Bob"
    assert heading(bob, row) == "Alice would like a listening turn with you"
    assert address(row) in bob.client.get("/listening/").content.decode()


def test_an_easy_question_can_be_the_topic_and_both_are_offered_the_same(signed_in):
    offered = [
        re.findall(
            r'name="question" value="([^"]+)"', person.client.get("/listening/").content.decode()
        )
        for person in signed_in
    ]

    signed_in[0].client.post("/listening/", {**OPENING, "question": offered[0][0], "text": ""})

    assert offered[0] == offered[1]
    row = ListeningRoom.objects.get()
    assert "said-back" in seen_by(signed_in[1], row)


def test_an_own_topic_needs_words_and_the_page_says_so(signed_in):
    response = signed_in[0].client.post("/listening/", {**OPENING, "text": ""})

    assert response.status_code == 422
    assert "Write the topic in a few words" in response.content.decode()
    assert not ListeningRoom.objects.exists()


def test_fault_10_the_same_opening_sent_twice_opens_one_room(signed_in):
    key = str(uuid4())

    answers = [signed_in[0].client.post("/listening/", {**OPENING, "key": key}) for _ in range(2)]

    assert {each["Location"] for each in answers} == {f"/listening/{key}/"}
    assert ListeningRoom.objects.count() == 1


def test_both_opening_at_once_meet_in_one_room(signed_in):
    answers = [person.client.post("/listening/", OPENING) for person in signed_in]

    assert answers[0]["Location"] == answers[1]["Location"]


def test_a_whole_evening_leads_both_to_the_thanks(signed_in):
    alice, bob = signed_in
    row = opened_by(alice)

    hold(alice, bob, row)

    for person in signed_in:
        page = seen_by(person, row)
        assert heading(person, row) == "You listened to each other"
        assert "for asking twice" in page
        assert "for the quiet" in page
        assert TOPIC in page
        assert TOPIC in person.client.get("/listening/").content.decode()


def test_each_page_has_its_own_part_and_at_most_one_primary_act(signed_in):
    alice, bob = signed_in
    row = opened_by(alice)
    tap(bob, row, "agree")
    shown = []

    for person, act in ((alice, "begin"), (alice, "finish"), (bob, "say back"), (alice, "got it")):
        shown.append((heading(alice, row), heading(bob, row)))
        for each in signed_in:
            assert seen_by(each, row).count('data-kind="primary"') <= 1
        tap(person, row, act)

    assert shown == [
        ("You speak first", "You listen first"),
        ("Speak in sentences that begin with I", "Just listen"),
        ("Hear how it arrived", "Give it back in your own words"),
        ("Did Bob get it?", "Did you get it?"),
    ]


def test_fault_10_the_same_tap_sent_twice_moves_one_step(signed_in):
    alice, bob = signed_in
    row = opened_by(alice)
    tap(bob, row, "agree")
    before = version(row)
    data = {"act": "begin", "version": before}

    for _ in range(2):
        alice.client.post(address(row, "step/"), data)

    assert heading(alice, row) == "Speak in sentences that begin with I"
    assert version(row) == before + 1


def test_fault_10_a_rating_and_a_thanks_sent_twice_are_kept_once(signed_in):
    alice, bob = signed_in
    row = opened_by(alice)
    tap(bob, row, "agree")
    speak(alice, bob, row)

    for _ in range(2):
        rate(alice, row, turn=1, value="4")
    rate(bob, row, turn=1, value="4")
    speak(bob, alice, row)
    rate(alice, row, turn=2, value="1")
    rate(bob, row, turn=2, value="1")
    for _ in range(2):
        thank(alice, row, "for the tea")

    assert rows_of(TurnRating, row.pk) == 4
    assert rows_of(ClosingThanks, row.pk) == 1


@pytest.mark.parametrize("act", ["begin", "finish", "got it", "say back"])
def test_only_who_is_due_moves_the_room_on(signed_in, act):
    alice, bob = signed_in
    row = opened_by(alice)
    tap(bob, row, "agree")
    before = version(row)

    tap(bob, row, act, seat="1")

    assert version(row) == before


def test_a_rating_is_for_oneself_until_it_is_shown(signed_in):
    alice, bob = signed_in
    row = opened_by(alice)
    hold(alice, bob, row)
    mine = re.search(r'/show/([0-9a-f-]+)/"', seen_by(alice, row)).group(1)

    before = seen_by(bob, row)
    alice.client.post(address(row, f"show/{mine}/"))
    after = seen_by(bob, row)

    assert "You felt understood: Mostly" in seen_by(alice, row)
    assert "Alice felt understood" not in before
    assert "Alice felt understood: Mostly" in after
    assert "Alice tried" not in after


def test_how_somebody_rated_changes_nothing_on_the_others_pages(signed_in):
    alice, bob = signed_in
    row = opened_by(alice)
    tap(bob, row, "agree")
    speak(alice, bob, row)
    before = plain(seen_by(bob, row))

    rate(alice, row, turn=1, value="0")

    assert plain(seen_by(bob, row)) == before


def plain(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)


def test_declining_shows_only_not_tonight_and_leaves_no_words(signed_in):
    alice, bob = signed_in
    row = opened_by(alice)

    tap(bob, row, "stop")
    kept = ListeningRoom.objects.get()

    assert heading(alice, row) == heading(bob, row) == "Not tonight"
    assert TOPIC not in seen_by(alice, row)
    assert (bytes(kept.sealed), kept.for_owner, kept.for_couple) == (b"", None, None)
    shown = re.search(r'id="room".*?</main>', seen_by(alice, row), re.DOTALL).group()
    assert not re.search(r"\bBob\b", shown)


def test_a_declined_room_is_gone_once_another_is_opened(signed_in):
    alice, bob = signed_in
    tap(bob, opened_by(alice), "stop")

    opened_by(alice)

    assert ListeningRoom.objects.count() == 1


def test_a_yes_of_an_earlier_evening_no_longer_counts(signed_in, clock):
    alice, bob = signed_in
    row = opened_by(alice)
    clock.forward(days=1)

    response = bob.client.post(address(row, "step/"), {"act": "agree", "version": 1})

    assert response.status_code == 404
    assert "A room is open" not in bob.client.get("/listening/").content.decode()


def test_either_stops_and_both_read_the_same(signed_in):
    alice, bob = signed_in
    row = opened_by(alice)
    tap(bob, row, "agree")
    tap(alice, row, "begin")

    tap(bob, row, "stop")
    kept = ListeningRoom.objects.get()

    pages = [
        re.search(r"<h1.*?</main>", seen_by(each, row), re.DOTALL).group() for each in signed_in
    ]
    assert plain(pages[0]) == plain(pages[1])
    assert "Stopped for tonight" in pages[0]
    assert kept.turn_ends_at is None


def test_a_pause_needs_no_word_and_both_get_the_same_quiet_page(signed_in):
    alice, bob = signed_in
    row = opened_by(alice)
    tap(bob, row, "agree")

    bob.client.post(address(row, "pause/"), {"version": version(row)})

    pages = [
        re.search(r"<h1.*?</main>", seen_by(each, row), re.DOTALL).group() for each in signed_in
    ]
    assert plain(pages[0]) == plain(pages[1])
    said = re.sub(r"<[^>]+>", "", pages[0])
    assert "Until 8:20 p.m. (Berlin time) nothing is asked of you." in said


def test_a_pause_holds_the_clock_and_goes_on_when_both_are_back(signed_in, clock):
    alice, bob = signed_in
    row = opened_by(alice)
    tap(bob, row, "agree")
    tap(alice, row, "begin")
    clock.forward(seconds=30)
    alice.client.post(address(row, "pause/"), {"version": version(row), "minutes": "60"})
    clock.forward(minutes=61)

    told = seen_by(bob, row)
    tap(alice, row, "come back")
    waiting = heading(alice, row)
    tap(bob, row, "come back")

    assert "The time you named has come." in told
    assert waiting == "A pause"
    assert 'data-seconds-left="90"' in seen_by(alice, row)


def test_fault_18_a_phone_that_was_away_for_a_minute_finds_the_turn_and_an_honest_clock(
    signed_in, clock
):
    alice, bob = signed_in
    row = opened_by(alice)
    tap(bob, row, "agree")
    tap(alice, row, "begin")

    clock.forward(minutes=1)

    assert heading(bob, row) == "Just listen"
    assert 'data-seconds-left="60"' in seen_by(bob, row)


def test_a_room_that_was_left_open_is_a_pause_on_the_next_day_and_stays_theirs(signed_in, clock):
    alice, bob = signed_in
    row = opened_by(alice)
    tap(bob, row, "agree")
    tap(alice, row, "begin")
    clock.forward(days=1)

    first = heading(alice, row)
    for person in signed_in:
        tap(person, row, "come back")

    assert first == "A pause"
    assert heading(alice, row) == "Speak in sentences that begin with I"
    assert "The time is up" in seen_by(alice, row)


def test_a_page_that_has_the_version_already_gets_no_content(signed_in):
    row = opened_by(signed_in[0])

    asked = [signed_in[0].client.get(f"{address(row)}?have={n}").status_code for n in (1, 2)]

    assert asked == [204, 200]


def test_htmx_gets_the_named_part_alone(signed_in):
    row = opened_by(signed_in[0])

    part = signed_in[0].client.get(address(row), headers={"HX-Request": "true"}).content.decode()

    assert part.lstrip().startswith("<title>It waits for a yes from Bob")
    assert "<html" not in part


def test_without_script_only_a_waiting_page_looks_again_by_itself(signed_in):
    alice, bob = signed_in
    row = opened_by(alice)
    again = '<noscript><meta http-equiv="refresh" content="5"></noscript>'

    assert again in seen_by(alice, row)
    assert again not in seen_by(bob, row)


def test_one_device_acts_for_both_and_each_rates_later_on_their_own(signed_in):
    alice, bob = signed_in
    row = opened_by(alice, one_device=True)
    tap(alice, row, "agree", seat="1")
    tap(alice, row, "agree", seat="2")
    for act in ("begin", "finish", "say back", "got it") * 2:
        tap(alice, row, act)

    tap(alice, row, "thank")
    rate(bob, row, turn=1, value="1")

    assert heading(bob, row) == "You listened to each other"
    assert "You tried to see it from the other side: A little" in seen_by(bob, row)
    assert "A little</p>" not in seen_by(alice, row)


def test_only_the_device_between_the_two_says_yes_for_the_other(signed_in):
    alice, bob = signed_in
    row = opened_by(alice, one_device=True)

    tap(bob, row, "agree", seat="1")

    assert ListeningRoom.objects.get().done_two
    assert not ListeningRoom.objects.get().done_one


def test_another_topic_is_named_by_the_other_and_waits_for_a_yes(signed_in):
    alice, bob = signed_in
    row = opened_by(alice)
    tap(bob, row, "other topic")

    bob.client.post(
        address(row, "topic/"), {"question": "own", "text": "the cat", "version": version(row)}
    )

    assert heading(alice, row) == "Bob would like a listening turn with you"
    assert "the cat" in seen_by(alice, row)


def test_an_empty_topic_keeps_the_page_and_says_why(signed_in):
    alice, bob = signed_in
    row = opened_by(alice)
    tap(bob, row, "other topic")

    response = bob.client.post(
        address(row, "topic/"), {"question": "own", "text": "", "version": version(row)}
    )

    assert response.status_code == 422
    assert "Write the topic in a few words" in response.content.decode()


def test_a_damaged_topic_is_said_and_the_page_still_stands(signed_in):
    row = opened_by(signed_in[0])
    ListeningRoom.objects.update(sealed=bytes(row.sealed)[:-1] + b"?")

    assert "This could not be opened: it is damaged" in seen_by(signed_in[1], row)


def test_charlie_and_an_ex_find_nothing(signed_in, charlie, dana):
    alice, bob = signed_in
    row = opened_by(alice)
    hold(alice, bob, row)
    mine = TurnRating.objects.filter(owner=alice.user).first()

    for stranger in (charlie, dana):
        stranger.sign_in()
        assert stranger.client.get(address(row)).status_code == 404
        for act in ("step/", "pause/", "rate/", "thank/", "topic/", f"show/{mine.pk}/"):
            data = {"act": "stop", "version": 1, "turn": 1, "value": 1}
            assert stranger.client.post(address(row, act), data).status_code == 404
        assert TOPIC not in stranger.client.get("/listening/").content.decode()


def test_a_partner_cannot_show_what_is_not_theirs(signed_in):
    alice, bob = signed_in
    row = opened_by(alice)
    hold(alice, bob, row)
    mine = TurnRating.objects.filter(owner=alice.user).first()

    assert bob.client.post(address(row, f"show/{mine.pk}/")).status_code == 404


def test_somebody_alone_is_told_that_it_takes_two(charlie):
    page = charlie.sign_in().get("/listening/").content.decode()

    assert "The room takes two people" in page
    assert '<form class="form section"' not in page


def test_leaving_ends_an_open_room_and_keeps_no_instant(signed_in):
    alice, bob = signed_in
    row = opened_by(alice)
    tap(bob, row, "agree")
    tap(alice, row, "begin")

    leave_space(user=bob.user, now=bob.clock.now)

    kept = ListeningRoom.objects.get()
    assert kept.is_over
    assert kept.turn_ends_at is None


def test_a_room_takes_few_queries(signed_in, django_assert_max_num_queries):
    alice, bob = signed_in
    row = opened_by(alice)
    tap(bob, row, "agree")

    with django_assert_max_num_queries(5):
        alice.client.get(address(row))


def test_instants_are_kept_to_the_second(signed_in, clock):
    alice, bob = signed_in
    row = opened_by(alice)
    tap(bob, row, "agree")
    clock.now += timedelta(microseconds=123_456)

    tap(alice, row, "begin")

    assert ListeningRoom.objects.get().turn_ends_at.microsecond == 0
