"""Being Sarah, being Mark, and moving their days."""

from datetime import timedelta

import pytest
from django.urls import reverse

from closeknit.demo.actions.arriving import PASSWORD, unlocked_players
from closeknit.demo.queries import clock as sample_clock
from closeknit.demo.rules import Answered, Who


def be(browser, name):
    response = browser.post(f"/sample/be/{name}/")
    assert response.status_code == 302
    assert response["Location"] == "/"
    return browser.get("/").content.decode()


def text_of(story, day, who):
    return next(a.text for a in story.acts[day] if isinstance(a, Answered) and a.by is who)


def answer_tonight(browser, text):
    """Answer through the page, with the question that stands on it."""
    page = browser.get("/tonight/")
    question = page.content.decode().split('name="question" value="')[1].split('"')[0]
    address = reverse("questions:answer", args=[sample_clock()().date()])
    return browser.post(address, {"text": text, "question": question})


def test_the_first_page_says_that_they_are_made_up_and_offers_both(sample):
    page = sample.get("/sample/").content.decode()

    assert "Sarah and Mark are made up" in page
    assert "Look around as Sarah" in page
    assert "Look around as Mark" in page
    assert PASSWORD in page


def test_every_page_has_the_bar_even_for_nobody(sample):  # a refusal stands without the couple
    for path in ("/", "/sample/", "/guide/", "/sign-in/"):
        assert "Sample couple, made up." in sample.get(path, follow=True).content.decode(), path


def test_one_can_be_either_and_sees_their_evening_unlocked(sample, short_story):
    as_sarah = be(sample, "sarah")
    as_mark = be(sample, "mark")

    assert "You are Sarah." in as_sarah
    assert "You are Mark." in as_mark
    assert "plum cake" in as_sarah
    assert "plum cake" not in as_mark


def test_nobody_else_can_be_signed_in(sample):
    assert sample.post("/sample/be/charlie/").status_code == 404
    assert sample.get("/").wsgi_request.user.is_anonymous


def test_the_ordinary_sign_in_takes_their_password(sample):
    response = sample.post("/sign-in/", {"login": "mark", "password": PASSWORD, "kind": "own"})

    assert response.status_code == 302
    assert "You are Mark." in sample.get("/").content.decode()


def test_answering_as_sarah_opens_what_mark_has_sealed(sample, short_story):
    be(sample, "sarah")
    before = sample.get("/tonight/").content.decode()

    answer_tonight(sample, "A day with two trains in it.")

    after = sample.get("/tonight/").content.decode()
    assert "The mouse had moved out" not in before
    assert "The mouse had moved out" in after
    assert "The mouse had moved out" in text_of(short_story, 0, Who.MARK)


def test_the_next_day_brings_what_the_other_wrote_and_leaves_the_visitors_part_open(
    sample, short_story
):
    be(sample, "sarah")
    before = sample_clock()()

    sample.post("/sample/next-day/")

    moved = sample_clock()() - before
    assert timedelta(hours=20) < moved < timedelta(hours=28)
    answer_tonight(sample, "A habit of mine.")
    page = sample.get("/tonight/").content.decode()
    assert "the voice you use for couriers" in page
    assert "smoke alarm" not in page
    assert "smoke alarm" in text_of(short_story, 1, Who.SARAH)


def test_as_mark_it_is_sarah_who_goes_on_writing(sample):
    be(sample, "mark")
    sample.post("/sample/next-day/")

    answer_tonight(sample, "Your habit of counting spoons.")

    assert "smoke alarm" in sample.get("/tonight/").content.decode()


def test_the_visitor_stays_unlocked_however_many_days_go_by(sample):
    be(sample, "sarah")

    for _day in range(20):
        sample.post("/sample/next-day/")

    page = sample.get("/").content.decode()
    assert "You are Sarah." in page
    assert "unlock_password" not in page


def test_starting_elsewhere_puts_back_what_the_visitor_wrote(sample, short_story):
    be(sample, "sarah")
    answer_tonight(sample, "Words that will be gone.")
    sample.post("/sample/start-at/month-twelve/")
    later = sample.get("/answers/").content.decode()

    sample.post("/sample/start-at/first-evening/")

    page = sample.get("/tonight/").content.decode()
    assert "furnished" in later
    assert "Words that will be gone." not in later + page
    assert "You are Sarah." in page
    assert unlocked_players().viewer(Who.MARK, now=sample_clock()()).today == (
        short_story.first_evening
    )


def test_there_is_no_fourth_stage(sample):
    assert sample.post("/sample/start-at/month-two/").status_code == 404


def test_the_story_gives_way_to_what_the_visitor_did(sample, short_story):
    be(sample, "sarah")
    sample.post("/sample/next-day/")
    be(sample, "mark")

    response = sample.post("/sample/next-day/")

    assert response.status_code == 302
    assert "You are Mark." in sample.get("/").content.decode()


@pytest.mark.parametrize("path", ["/sample/be/sarah/", "/sample/next-day/"])
def test_nothing_moves_by_a_mere_look(sample, path):
    assert sample.get(path).status_code == 405


@pytest.mark.parametrize(
    "path",
    ["/sample/", "/sample/be/sarah/", "/sample/next-day/", "/sample/start-at/month-five/"],
)
def test_an_ordinary_server_has_no_such_pages(client, db, clock, path):
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404


def test_an_ordinary_server_has_no_bar(client, db, clock):
    assert "Sample couple, made up." not in client.get("/").content.decode()
