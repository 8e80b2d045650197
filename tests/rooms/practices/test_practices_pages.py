"""The pages of the library, as a browser without script meets them."""

import re

import pytest
from django.urls import reverse
from practices_cast import note

from closeknit.rooms.people.actions.choices import keep_choices
from closeknit.rooms.people.rules import Choices
from closeknit.rooms.practices import queries
from closeknit.rooms.practices.models import Doing
from closeknit.rooms.practices.rules.notes import Opinion, Rating

SLUGS = sorted(queries.library().practices)
TURN = "speaker-turns"


def at(name, *args):
    return reverse(f"practices:{name}", args=args)


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def signed_in(couple):
    for person in couple:
        person.sign_in()
        person.client.get(at("library"))  # the greeting of the sign-in shows once
    return couple


def titles_on(page: str) -> set[str]:
    return {slug for slug in SLUGS if f'href="{at("practice", slug)}"' in page}


def test_the_library_shows_every_practice(signed_in):
    assert titles_on(text(signed_in[0].client.get(at("library")))) == set(SLUGS)


@pytest.mark.parametrize(
    ("wish", "fits"),
    [
        ("strand=repair", lambda each: each.strand == "repair"),
        ("minutes=5", lambda each: each.minutes <= 5),
        ("mode=solo", lambda each: "solo" in each.modes),
        (
            "strand=listening&mode=remote",
            lambda each: each.strand == "listening" and "remote" in each.modes,
        ),
        ("strand=nonsense&minutes=-1", lambda _each: True),
    ],
)
def test_a_wish_narrows_the_library(signed_in, wish, fits):
    page = text(signed_in[0].client.get(f"{at('library')}?{wish}"))

    assert titles_on(page) == {
        each.id for each in queries.library().practices.values() if fits(each)
    }


def test_a_wish_that_nothing_meets_leads_back_to_all(signed_in):
    page = text(signed_in[0].client.get(f"{at('library')}?strand=meaning&minutes=5"))

    assert "No practice fits all of that." in page


def test_every_practice_can_be_read_whole(signed_in):
    browser = signed_in[0].client

    pages = {slug: text(browser.get(at("practice", slug))) for slug in SLUGS}

    for slug, page in pages.items():
        assert "Not for tonight if" in page, slug
        assert "one of you would rather not" in page, slug
        assert "None" not in re.sub(r'value="[^"]*"', "", page), slug
        for source in queries.library().practices[slug].evidence:
            assert reverse("guide:source", args=[source]) in page, slug


def test_a_practice_is_followed_one_step_at_a_time(signed_in):
    address, browser = at("step", TURN), signed_in[0].client
    steps = queries.library().practices[TURN].steps

    pages = [text(browser.post(address, {"to": n}, follow=True)) for n in range(1, len(steps) + 1)]

    for number, page in enumerate(pages, start=1):
        assert f"Step {number} of {len(steps)}" in page
        assert (f'name="to" value="{number + 1}"' in page) == (number < len(steps))
        assert (f'name="to" value="{number - 1}"' in page) == (number > 1)
    assert f'href="{at("practice", TURN)}#done"' in pages[-1]


def test_a_practice_says_when_not_to_do_it_what_it_asks_and_what_speaks_for_it(signed_in):
    page = text(signed_in[0].client.get(at("practice", "longer-kiss")))

    assert "one of you does not clearly want it" in page
    assert "one of you is afraid of the other" in page
    assert "this needs a clear yes from both of you" in page
    assert "Yes, tonight" in page
    assert "small randomised trial · not re-checked" in page


def test_what_needs_a_therapist_can_be_read_but_not_begun_here(signed_in):
    page = text(signed_in[0].client.get(at("practice", "mend-a-hurt")))

    assert "no therapist is with you" in page
    assert at("step", "mend-a-hurt") not in page
    assert at("say_yes", "mend-a-hurt") not in page
    assert "Note it as done" not in page


@pytest.mark.parametrize("step", ["0", "99", "x", "-1", "²", ""])
def test_a_step_that_is_not_there_leads_back_to_the_whole_practice(signed_in, step):
    answer = signed_in[0].client.post(at("step", TURN), {"to": step})

    assert answer["Location"] == at("practice", TURN)


def test_an_unknown_practice_is_not_found(signed_in):
    assert signed_in[0].client.get(at("practice", "no-such")).status_code == 404
    assert signed_in[0].client.post(at("done", "no-such")).status_code == 404


def test_a_doing_is_noted_listed_changed_and_deleted(signed_in):
    alice, _bob = signed_in
    browser = alice.client
    page = text(browser.get(at("practice", TURN)))
    key = page.split('name="key" value="')[1].split('"', maxsplit=1)[0]
    form = {"key": key, "rating": "helped", "words": "In the car."}

    first, second = (browser.post(at("done", TURN), form) for _ in range(2))
    listed = text(browser.get(at("history")))
    browser.post(at("doing", key), {"rating": "neutral", "words": "In the kitchen."})
    changed = text(browser.get(at("doing", key)))
    browser.post(at("let_go", key))

    assert (first["Location"], second["Location"]) == (at("history"), at("history"))
    assert "In the car." in listed
    assert "it helped" in listed
    assert "In the kitchen." in changed
    assert not Doing.objects.exists()


def test_a_rating_that_is_not_one_is_sent_back(signed_in):
    answer = signed_in[0].client.post(at("done", TURN), {"rating": "superb", "words": "Keep me."})

    assert answer.status_code == 422
    assert "Keep me." in text(answer)
    assert not Doing.objects.exists()


def test_a_practice_is_marked_and_the_mark_taken_away(signed_in):
    alice, bob = signed_in

    alice.client.post(at("mark", TURN), {"opinion": "favourite"})
    marked = text(alice.client.get(at("practice", TURN)))
    listed = text(alice.client.get(at("history")))
    alice.client.post(at("mark", TURN), {"opinion": ""})

    assert "One of your favourites." in marked
    assert "Your favourites" in listed
    assert "One of your favourites." not in text(bob.client.get(at("practice", TURN)))
    assert queries.notes_of(viewer=alice.viewer()).opinions == {}


@pytest.mark.parametrize("name", ["doing", "let_go"])
def test_nobody_else_meets_a_note(signed_in, charlie, name):
    alice, bob = signed_in
    key = note(alice, TURN, words="In the car.")
    charlie.sign_in()

    for other in (bob, charlie):
        assert other.client.get(at(name, key)).status_code == 404
        assert other.client.post(at(name, key), {"words": "x"}).status_code == 404
        assert "In the car." not in text(other.client.get(at("history")))
    assert Doing.objects.count() == 1


def test_nothing_one_notes_or_sets_changes_a_page_of_the_partner(signed_in):
    """Byte for byte, whatever the other keeps private."""
    alice, bob = signed_in
    addresses = [at("library"), at("practice", TURN), at("practice", "echo-ask"), at("history")]

    def seen():
        return [without_tokens(text(bob.client.get(address))) for address in addresses]

    before = seen()
    note(alice, TURN, rating=Rating.NOT_FOR_ME)
    for opinion in (Opinion.FAVOURITE, Opinion.NOT_FOR_ME):
        alice.client.post(at("mark", "echo-ask"), {"opinion": opinion.value})
    keep_choices(viewer=alice.viewer(), choices=Choices(quieter=True, paused=True))

    assert seen() == before


def test_quieter_mode_leaves_the_library_whole(signed_in):
    alice, _bob = signed_in
    keep_choices(viewer=alice.viewer(), choices=Choices(quieter=True))

    assert titles_on(text(alice.client.get(at("library")))) == set(SLUGS)


def without_tokens(page: str) -> str:
    """Leave out what is drawn anew for each page: the form token and the row's key."""
    for name in ("csrfmiddlewaretoken", "key"):
        start = page.find(f'name="{name}" value="')
        while start >= 0:
            end = page.index(">", start)
            page = page[:start] + page[end:]
            start = page.find(f'name="{name}" value="')
    return page
