"""The repair pages, as a browser without script meets them."""

import re
from uuid import uuid4

import pytest
from django.apps import apps
from django.urls import reverse
from repair_cast import ASKS, JOKE, LATE, LEAVES, half_of, one_of_each_repair, opening_of

from closeknit.rooms.people.actions.choices import keep_choices
from closeknit.rooms.people.rules import Choices
from closeknit.rooms.repair.actions import asking
from closeknit.rooms.repair.models import (
    Apology,
    Draft,
    Loop,
    LoopHalf,
    Opening,
    TimeRequest,
    Writing,
)
from closeknit.rooms.repair.queries.waiting import DISMISSED

SENTENCE = (
    "I felt left out when the plan changed and I found out late. "
    "I would like a short line first, next time."
)
PARTS = {"feeling": LATE.feeling, "fact": LATE.fact, "request": LATE.request}


def at(name, *args):
    return reverse(f"repair:{name}", args=args)


def text(response) -> str:
    return response.content.decode()


def key_on(page: str) -> str:
    return re.search(r'name="key" value="([^"]+)"', page).group(1)


def rows_kept() -> int:
    return sum(
        model._default_manager.count() for model in apps.get_app_config("repair").get_models()
    )


@pytest.fixture
def signed_in(couple):
    for person in couple:
        type(person.user.keyring).objects.filter(user=person.user).update(by_recovery=b"set")
        person.sign_in()
        person.client.get(at("repair"))
    return couple


def test_an_opening_is_built_and_looked_at_and_nothing_is_kept(signed_in):
    alice, _bob = signed_in

    page = text(alice.client.post(at("build_opening"), {**PARTS, "feeling": "ignored"}))
    aloud = text(alice.client.post(at("read_opening_aloud"), PARTS))

    assert "What was it like inside" in page
    assert SENTENCE in aloud
    assert rows_kept() == 0


def test_a_sentence_with_gaps_ends_in_three_dots(signed_in):
    alice, _bob = signed_in

    page = text(alice.client.post(at("build_opening"), {**PARTS, "request": ""}))

    assert "I would like …" in page
    assert "…." not in page


def test_script_gets_only_what_the_words_say(signed_in):
    alice, _bob = signed_in

    answer = alice.client.post(
        at("build_opening"), {"fact": "you always run"}, headers={"HX-Request": "true"}
    )

    assert "Once is easier to hear than always" in text(answer)
    assert "<html" not in text(answer)
    assert rows_kept() == 0


@pytest.mark.parametrize("name", ["send_opening", "read_opening_aloud"])
def test_an_opening_with_a_gap_is_sent_back_with_its_words(signed_in, name):
    alice, _bob = signed_in

    answer = alice.client.post(at(name), {**PARTS, "request": ""})

    assert answer.status_code == 422
    assert LATE.fact in text(answer)
    assert rows_kept() == 0


def test_fault_10_an_opening_sent_twice_is_left_once_and_the_other_finds_it(signed_in):
    alice, bob = signed_in
    key = key_on(text(alice.client.get(at("build_opening"))))

    for _ in range(2):
        alice.client.post(at("send_opening"), {**PARTS, "key": key})

    assert Opening.objects.count() == 1
    assert "Alice left you some words" in text(bob.client.get("/"))
    assert SENTENCE in text(bob.client.get(at("opening", key)))
    assert bob.client.get(at("remove_opening", key)).status_code == 404


def test_an_apology_is_drafted_in_private_then_left_for_the_other(signed_in):
    alice, bob = signed_in
    alice.client.post(at("draft_apology"), {"did": JOKE.did}, headers={"X-Draft": "1"})
    page = text(alice.client.get(at("write_apology")))
    hidden = text(bob.client.get(at("write_apology")))
    form = {"did": JOKE.did, "change": JOKE.change, "key": key_on(page), "send": "1"}

    for _ in range(2):
        answer = alice.client.post(at("write_apology"), form)

    assert JOKE.did in page
    assert JOKE.did not in hidden
    assert Apology.objects.count() == 1
    assert not Draft.objects.exists()
    read = text(bob.client.get(answer["Location"]))
    assert JOKE.change in read
    assert "Nothing is asked of you" in read
    assert "<textarea" not in read


def test_an_apology_with_a_but_in_it_is_pointed_at_and_kept_nowhere(signed_in):
    alice, _bob = signed_in

    page = text(alice.client.post(at("write_apology"), {"did": "I fled, but so", "look": "1"}))

    assert "takes back what came before it" in page
    assert rows_kept() == 0


def test_an_apology_without_what_was_done_is_not_sent(signed_in):
    alice, _bob = signed_in

    answer = alice.client.post(at("write_apology"), {"regret": "I am sorry", "send": "1"})

    assert answer.status_code == 422
    assert not Apology.objects.exists()


def test_two_halves_are_seen_as_one_loop_with_the_same_in_words(signed_in):
    alice, bob = signed_in
    alice.client.post(at("fill_half"), {"does": ASKS.does, "feels": ASKS.feels})
    waiting = text(alice.client.get(at("fill_half")))
    unseen = text(bob.client.get(at("fill_half")))

    answer = bob.client.post(at("fill_half"), {"does": LEAVES.does, "feels": LEAVES.feels})

    assert "Your half is sealed" in waiting
    assert ASKS.does not in unseen
    assert answer["Location"] == at("loop", Loop.objects.get().pk)
    for person in (alice, bob):
        page = text(person.client.get(answer["Location"]))
        svg = page[page.index('<svg viewBox="0 0 360') :].split("</svg>")[0]
        assert ASKS.does in svg
        assert LEAVES.does in svg
        assert "style=" not in svg
        assert page.count(LEAVES.does) >= 3


def test_a_half_kept_by_one_changes_nothing_on_the_pages_of_the_other(signed_in):
    alice, bob = signed_in
    pages = [at("repair"), at("fill_half"), at("good_time"), "/"]
    before = [_bare(bob.client.get(each)) for each in pages]

    half_of(alice, ASKS)
    alice.client.post(at("draft_apology"), {"did": JOKE.did})
    alice.client.post(at("outside_eye"), {"key": str(uuid4())})

    assert [_bare(bob.client.get(each)) for each in pages] == before


def test_a_good_time_is_asked_for_and_agreed_to(signed_in):
    alice, bob = signed_in
    alice.client.post(at("ask"))
    asked = text(bob.client.get("/"))

    bob.client.post(at("say_yes"))

    assert "Is now a good time for something small?" in asked
    for person in signed_in:
        assert "Now is good for both of you." in text(person.client.get(at("good_time")))


def test_not_tonight_leaves_no_trace_for_the_one_who_asked_nor_on_the_server(signed_in):
    alice, bob = signed_in
    alice.client.post(at("ask"))
    before = [_bare(alice.client.get(each)) for each in (at("good_time"), at("repair"), "/")]
    rows = list(TimeRequest.objects.values())
    bobs_session = dict(bob.client.session.items())

    answer = bob.client.post(at("not_tonight"))

    after = [_bare(alice.client.get(each)) for each in (at("good_time"), at("repair"), "/")]
    assert after == before
    assert list(TimeRequest.objects.values()) == rows
    assert "Is now a good time" not in text(bob.client.get("/"))
    assert answer.cookies[DISMISSED]["httponly"]
    assert dict(bob.client.session.items()) == bobs_session


def test_a_request_put_away_is_gone_only_for_its_day(signed_in, clock):
    alice, bob = signed_in
    alice.client.post(at("ask"))
    bob.client.post(at("not_tonight"))
    clock.forward(days=1)

    asking.ask_for_time(viewer=alice.viewer())

    assert "Is now a good time for something small?" in text(bob.client.get("/"))


def test_seven_minutes_go_on_while_the_page_is_away(signed_in, clock):
    alice, bob = signed_in
    key = str(uuid4())
    for _ in range(2):
        alice.client.post(at("outside_eye"), {"key": key})
    clock.forward(minutes=3)
    alice.client.post(at("draft_outside", key), {"outsider": "Both wanted a calm Sunday."})
    page = text(alice.client.get(at("write_outside", key)))
    clock.forward(minutes=5)
    over = text(alice.client.get(at("write_outside", key)))

    assert Writing.objects.count() == 1
    assert 'data-seconds-left="240"' in page
    assert "Both wanted a calm Sunday." in page
    assert "The seven minutes are over." in over
    assert bob.client.get(at("write_outside", key)).status_code == 404


def test_the_pause_plan_is_made_changed_by_the_other_and_deleted(signed_in):
    alice, bob = signed_in
    assert alice.client.get(at("pause"))["Location"] == at("change_pause")
    alice.client.post(at("change_pause"), {"sign": "Kettle", "minutes": "20"})

    bob.client.post(at("change_pause"), {"sign": "Harbour", "minutes": "45"})
    page = text(alice.client.get(at("pause")))
    alice.client.post(at("drop_pause"))

    assert "Harbour" in page
    assert "45 minutes" in page
    assert "Bob wrote it down" in page
    assert bob.client.get(at("pause")).status_code == 302


def test_in_quieter_mode_no_tool_is_offered_and_the_other_sees_no_difference(signed_in):
    alice, bob = signed_in
    before = _bare(bob.client.get(at("repair")))

    keep_choices(viewer=alice.viewer(), choices=Choices(quieter=True))

    page = text(alice.client.get(at("repair")))
    assert at("write_apology") not in page
    assert at("fill_half") not in page
    assert at("write_apology") in text(alice.client.get(at("repair"), {"all": "1"}))
    assert _bare(bob.client.get(at("repair"))) == before


@pytest.mark.parametrize(
    "name",
    ["good_time", "build_opening", "write_apology", "fill_half", "change_pause", "outside_eye"],
)
def test_each_tool_says_when_to_leave_it(signed_in, name):
    page = text(signed_in[0].client.get(at(name)))

    assert "Not for tonight if" in page
    assert "afraid of the other" in page


def test_damaged_words_show_as_damaged_and_the_pages_stand(signed_in):
    alice, bob = signed_in
    names = one_of_each_repair(alice, bob)
    for model in (Opening, Apology, LoopHalf, Writing, Draft):
        model.objects.update(sealed=b"nothing")

    pages = [
        alice.client.get(at("repair")),
        alice.client.get(at("opening", names["opening"])),
        alice.client.get(at("apology", names["apology"])),
        alice.client.get(at("loop", names["loop"])),
        alice.client.get(at("outside_eye")),
    ]

    assert all(page.status_code == 200 for page in pages)
    assert all("damaged" in text(page) for page in pages)


def test_a_stranger_and_somebody_alone_send_nothing(signed_in, charlie):
    alice, _bob = signed_in
    key = opening_of(alice)
    charlie.sign_in()

    assert charlie.client.get(at("opening", key)).status_code == 404
    assert charlie.client.post(at("send_opening"), PARTS).status_code == 404
    assert charlie.client.post(at("ask")).status_code == 404
    assert charlie.client.post(at("write_apology"), {"did": "x", "send": "1"}).status_code == 404


def _bare(response) -> str:
    """Return a page without what differs each time: tokens and fresh keys."""
    bare = re.sub(r'name="(csrfmiddlewaretoken|key)" value="[^"]*"', "", text(response))
    return re.sub(r"hx-headers='[^']*'", "", bare)
