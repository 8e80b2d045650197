import logging
import re
import sqlite3
from itertools import chain, combinations
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from closeknit.rooms.guide.rules import Advice, Concern, advice
from closeknit.rooms.guide.views import SAFETY_BYTES

ADDRESS = "/guide/safety/"
EVERY_SENDING = tuple(
    frozenset(named)
    for named in chain.from_iterable(
        combinations(Concern, size) for size in range(len(Concern) + 1)
    )
)
ONE_PER_OUTCOME = tuple({advice(named): named for named in EVERY_SENDING}.values())
INPUT = re.compile(r'<input type="radio" name="(\w+)" value="(\d)" id="\w+"( checked)?>')


def sending(named) -> dict[str, str]:
    return {each.value: "1" if each in named else "0" for each in Concern}


def wire(response) -> tuple[int, list[tuple[str, str]]]:
    return len(response.content), sorted(response.items())


def rows(database: sqlite3.Connection) -> list[str]:
    return list(database.iterdump())


def test_every_sending_gets_the_same_size_and_the_same_headers(stranger):
    seen = {str(wire(stranger.post(ADDRESS, sending(named)))) for named in EVERY_SENDING}

    assert len(EVERY_SENDING) == 256
    assert seen == {str(wire(stranger.get(ADDRESS)))}
    assert len(stranger.post(ADDRESS).content) == SAFETY_BYTES


def test_alice_signed_in_gets_one_size_for_every_outcome(alice):
    client = alice.sign_in()

    seen = {str(wire(client.post(ADDRESS, sending(named)))) for named in ONE_PER_OUTCOME}

    assert seen == {str(wire(client.get(ADDRESS)))}


def test_the_outcomes_do_differ_in_words(stranger):
    pages = {stranger.post(ADDRESS, sending(named)).content for named in ONE_PER_OUTCOME}

    assert len(pages) == len(ONE_PER_OUTCOME) == 10


def test_nothing_on_the_way_may_press_the_pages_to_sizes_of_their_own(stranger):
    response = stranger.post(
        ADDRESS, sending({Concern.FEAR}), headers={"accept-encoding": "gzip, br"}
    )

    assert "Content-Encoding" not in response
    assert "no-store" in response["Cache-Control"]
    assert "no-transform" in response["Cache-Control"]


def test_the_form_sends_as_many_bytes_whatever_is_marked(stranger):
    inputs = INPUT.findall(stranger.get(ADDRESS).content.decode())
    marked = {name: value for name, value, checked in inputs if checked}

    assert marked == sending(())
    assert len({len(urlencode(sending(named))) for named in EVERY_SENDING}) == 1


def test_a_strangers_look_asks_no_database_and_leaves_no_cookie(
    stranger, django_assert_num_queries
):
    with django_assert_num_queries(0):
        response = stranger.post(ADDRESS, sending(Concern))

    assert response.status_code == 200
    assert not stranger.cookies


def test_a_look_while_signed_in_changes_no_row_and_no_session(alice):
    client = alice.sign_in()
    client.post(reverse("people:choices"), {"quieter": "on"})
    alice.clock.forward(minutes=7)
    before, cookies = rows(connection.connection), dict(client.cookies)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.post(ADDRESS, sending(Concern))

    assert rows(connection.connection) == before
    assert dict(client.cookies) == cookies
    assert all(each["sql"].startswith("SELECT") for each in asked.captured_queries)


def test_a_message_that_waits_for_alice_waits_for_the_next_page(alice):
    client = alice.sign_in()
    client.get(reverse("guide:guide"))
    client.post(reverse("people:choices"), {"quieter": "on"})

    looked = client.post(ADDRESS, sending(())).content.decode()
    read = client.get(reverse("guide:guide")).content.decode()

    assert 'class="notice" data-kind="success"' not in looked
    assert 'class="notice" data-kind="success"' in read


def test_a_look_sends_no_mail_and_logs_nothing(stranger, caplog):
    with caplog.at_level(logging.DEBUG):
        stranger.post(ADDRESS, sending(Concern))

    assert mail.outbox == []
    assert [each for each in caplog.records if "safety" in each.getMessage()] == []


def test_a_browser_that_keeps_no_cookies_can_look():
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(ADDRESS, sending({Concern.FEAR})).status_code == 200


def test_every_outcome_opens_the_same_ways_on(stranger):
    for named in ONE_PER_OUTCOME:
        text = stranger.post(ADDRESS, sending(named)).content.decode()

        for name in ("guide:help", "guide:leaving", "people:choices"):
            assert f'href="{reverse(name)}"' in text
        assert "On a phone that others use" in text
        assert "was not reviewed by a specialist in domestic violence yet" in text


def test_no_page_gives_a_verdict_or_repeats_what_was_marked(stranger):
    for named in ONE_PER_OUTCOME:
        text = stranger.post(ADDRESS, sending(named)).content.decode()
        main = text[text.index("<main") : text.index("</main>")].lower()

        assert not re.search(r"\byou are\b|\byou're\b|\babus|\bvictim|\bscore of|\bresult:", main)
        assert "<input" not in main


def test_both_pages_have_one_title_and_one_address(stranger):
    title = re.compile(r"<title>.*</title>")
    asked = stranger.get(ADDRESS).content.decode()
    told = stranger.post(ADDRESS, sending({Concern.OWN})).content.decode()

    assert title.search(asked).group() == title.search(told).group()
    assert f'action="{ADDRESS}"' in asked


def test_a_sending_that_makes_no_sense_counts_as_skipped(stranger):
    odd = stranger.post(ADDRESS, {"fear": "maybe", "danger": "", "x": "1"}).content
    skipped = stranger.post(ADDRESS, sending(())).content

    assert odd == skipped


def test_danger_leads_to_help_before_anything_else():
    assert advice({Concern.DANGER})[0] is Advice.HELP_NOW
    assert advice({Concern.SEVERE, Concern.OWN, Concern.LIFE})[0] is Advice.HELP_NOW


@pytest.mark.parametrize("concern", [each for each in Concern if each is not Concern.LIFE])
def test_any_sign_of_fear_or_force_rules_out_joint_exercises(concern):
    assert Advice.NOT_TOGETHER in advice({concern})


def test_thoughts_of_dying_lead_to_a_person_today():
    assert advice({Concern.LIFE}) == (Advice.STAY_ALIVE,)


def test_nothing_marked_is_not_called_safe(stranger):
    text = stranger.post(ADDRESS, sending(())).content.decode()

    assert advice(()) == (Advice.NOTHING_NAMED,)
    assert "This page cannot tell the two apart" in text
