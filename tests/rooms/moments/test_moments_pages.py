"""The pages of thank-yous, as a browser without script meets them."""

from uuid import uuid4

import pytest
from django.urls import reverse
from moments_cast import SOUP, has_recovery_code, read, thank

from closeknit.rooms.moments.actions import say_how_it_landed
from closeknit.rooms.moments.models import Appreciation, Landing
from closeknit.rooms.moments.rules import LandingWords, ReadyWord

OF_ONE = ("thank_you", "edit", "remove", "take_back")


def at(name, *args):
    return reverse(f"moments:{name}", args=args)


def text(response) -> str:
    return response.content.decode()


def key_in(page: str) -> str:
    return page.split('name="key" value="')[1].split('"', maxsplit=1)[0]


@pytest.fixture
def signed_in(couple):
    for person in couple:
        person.sign_in()
        person.client.get(at("jar"))  # the greeting of the sign-in shows once
    return couple


def test_a_thank_you_goes_from_one_page_to_the_other(signed_in):
    alice, bob = signed_in
    key = key_in(text(alice.client.get(at("write"))))

    sent = alice.client.post(at("write"), {"key": key, "did": SOUP, "shows": "You are kind."})

    assert sent["Location"] == at("thank_you", key)
    assert "Your thank-you is with Bob." in text(alice.client.get(sent["Location"]))
    assert SOUP in text(bob.client.get(at("thanks")))
    page = text(bob.client.get(at("thank_you", key)))
    assert "You are kind." in page
    assert "How did it land?" in page


def test_received_stands_before_given(signed_in):
    alice, bob = signed_in
    thank(alice, "Param by me.")
    thank(bob, "Param to me.")

    page = text(alice.client.get(at("thanks")))

    assert page.index("Param to me.") < page.index("Param by me.")


def test_the_same_post_twice_makes_one_row(signed_in):
    alice, _bob = signed_in
    form = {"key": key_in(text(alice.client.get(at("write")))), "did": SOUP}

    first, second = (alice.client.post(at("write"), form) for _ in range(2))

    assert first["Location"] == second["Location"]
    assert Appreciation.objects.count() == 1


def test_an_empty_thank_you_is_sent_back_with_its_other_words(signed_in):
    alice, _bob = signed_in

    answer = alice.client.post(at("write"), {"did": " ", "felt": "Warm."})

    assert answer.status_code == 422
    assert "Warm." in text(answer)
    assert not Appreciation.objects.exists()


def test_somebody_alone_says_for_whom_it_is(alice):
    alice.sign_in()
    page = text(alice.client.get(at("write")))

    unsaid = alice.client.post(at("write"), {"did": SOUP})
    kept = alice.client.post(at("write"), {"did": SOUP, "for_whom": "me"}, follow=True)

    assert "To the person you will invite" in page
    assert "say it aloud" in page
    assert unsaid.status_code == 422
    assert "Kept for you alone." in text(kept)
    assert Appreciation.objects.get().for_couple is None


def test_words_kept_for_oneself_stay_kept_when_the_other_came_meanwhile(signed_in):
    alice, bob = signed_in

    alice.client.post(at("write"), {"did": SOUP, "for_whom": "me"})

    assert read(bob, Appreciation.objects.get().pk) is None


def test_the_receiver_says_how_it_landed_and_the_author_reads_it(signed_in):
    alice, bob = signed_in
    row = thank(alice)

    bob.client.post(at("land", row.pk), {"ready": "needed", "text": "After that day."})

    page = text(alice.client.get(at("thank_you", row.pk)))
    assert "I needed to hear it." in page
    assert "After that day." in page


def test_an_empty_answer_is_sent_back(signed_in):
    alice, bob = signed_in
    row = thank(alice)

    answer = bob.client.post(at("land", row.pk), {"text": ""})

    assert answer.status_code == 422
    assert "Choose one of the lines" in text(answer)
    assert not Landing.objects.exists()


def test_reading_leaves_no_trace_that_the_author_could_see(signed_in):
    alice, bob = signed_in
    row = thank(alice)
    before = without_token(text(alice.client.get(at("thank_you", row.pk))))

    bob.client.get(at("thank_you", row.pk))

    assert without_token(text(alice.client.get(at("thank_you", row.pk)))) == before


def test_own_words_are_changed_and_deleted_on_pages_of_their_own(signed_in):
    alice, bob = signed_in
    row = thank(alice)

    alice.client.post(at("edit", row.pk), {"did": "You stayed."})
    changed = text(bob.client.get(at("thank_you", row.pk)))
    asked = alice.client.get(at("remove", row.pk))
    alice.client.post(at("remove", row.pk))

    assert "You stayed." in changed
    assert "Delete this thank-you?" in text(asked)
    assert bob.client.get(at("thank_you", row.pk)).status_code == 404


def test_the_next_day_leads_from_changing_back_to_reading(signed_in, clock):
    alice, _bob = signed_in
    has_recovery_code(*signed_in)
    row = thank(alice)
    clock.forward(days=1)

    opened = alice.client.get(at("edit", row.pk))
    sent = alice.client.post(at("edit", row.pk), {"did": "Else."}, follow=True)

    assert opened["Location"] == at("thank_you", row.pk)
    assert "These words stand now." in text(sent)
    assert SOUP in text(sent)


def test_an_answer_is_taken_back_on_a_page_of_its_own(signed_in):
    alice, bob = signed_in
    row = thank(alice)
    say_how_it_landed(viewer=bob.viewer(), row=row, words=LandingWords(ready=ReadyWord.KEEPING))

    asked = bob.client.get(at("take_back", row.pk))
    bob.client.post(at("take_back", row.pk))

    assert "Delete your words?" in text(asked)
    assert not Landing.objects.exists()
    assert alice.client.get(at("take_back", row.pk)).status_code == 404


@pytest.mark.parametrize("name", [*OF_ONE, "land"])
def test_a_stranger_meets_nothing_at_any_address(signed_in, charlie, name):
    alice, bob = signed_in
    row = thank(alice)
    say_how_it_landed(viewer=bob.viewer(), row=row, words=LandingWords(text="Warm."))
    charlie.sign_in()

    answers = [charlie.client.post(at(name, row.pk), {"did": "x", "text": "x"})]
    if name != "land":
        answers.append(charlie.client.get(at(name, row.pk)))

    assert {answer.status_code for answer in answers} == {404}
    assert read(alice, row.pk).words.did == SOUP


def test_a_strangers_own_list_and_jar_are_empty(signed_in, charlie, clock):
    has_recovery_code(charlie)
    thank(signed_in[0])
    clock.forward(days=1)
    charlie.sign_in()

    pages = text(charlie.client.get(at("thanks"))) + text(charlie.client.get(at("jar")))

    assert SOUP not in pages
    assert "The jar is still filling" in pages


@pytest.mark.parametrize("name", ["edit", "remove", "take_back"])
def test_the_partner_can_do_nothing_to_words_that_are_not_theirs(signed_in, name):
    alice, bob = signed_in
    row = thank(alice)

    answer = bob.client.post(at(name, row.pk), {"did": "Else."})

    assert answer.status_code == 404
    assert read(alice, row.pk).words.did == SOUP


def test_nobody_answers_their_own_thank_you(signed_in):
    alice, _bob = signed_in
    row = thank(alice)

    assert alice.client.post(at("land", row.pk), {"text": "x"}).status_code == 404


def test_a_reload_of_the_jar_shows_the_same_and_another_one_another(signed_in, clock):
    alice, bob = signed_in
    has_recovery_code(*signed_in)
    for words in ("You waited.", "You sang."):
        thank(bob, words)
    clock.forward(days=1)

    pages = [text(alice.client.get(at("jar") + query)) for query in ("", "", "?turn=1")]

    shown = [{words for words in ("You waited.", "You sang.") if words in page} for page in pages]
    assert shown[0] == shown[1]
    assert shown[0] | shown[2] == {"You waited.", "You sang."}


def test_a_draft_is_back_when_the_page_is_opened_again(signed_in):
    alice, bob = signed_in

    kept = alice.client.post(at("draft"), {"did": "You carr"}, headers={"X-Draft": "1"})

    assert kept.status_code == 204
    assert "You carr" in text(alice.client.get(at("write")))
    assert "You carr" not in text(bob.client.get(at("write")))


def test_a_locked_draft_is_refused_and_a_locked_thank_you_is_carried_along(signed_in):
    alice, _bob = signed_in
    alice.client.post("/lock/")

    kept = alice.client.post(at("draft"), {"did": "You carr"}, headers={"X-Draft": "1"})
    sent = alice.client.post(at("write"), {"key": str(uuid4()), "did": SOUP})

    assert kept.status_code == 423
    assert SOUP in text(sent)
    assert not Appreciation.objects.exists()


def test_a_list_of_many_costs_no_more_queries(signed_in, django_assert_max_num_queries):
    alice, bob = signed_in
    for _ in range(12):
        row = thank(bob)
        say_how_it_landed(viewer=alice.viewer(), row=row, words=LandingWords(text="Warm."))

    with django_assert_max_num_queries(7):
        page = alice.client.get(at("thanks"))

    assert text(page).count(SOUP) == 12


def without_token(page: str) -> str:
    start = page.find('name="csrfmiddlewaretoken" value="')
    if start < 0:
        return page
    end = page.index('">', start)
    return page[:start] + without_token(page[end:])
