import pytest

from closeknit.domain.library import Contraindication, Mode, load
from closeknit.domain.library.check import check

JOURNEY = "en/journeys/back-again.toml"
PRACTICE = "en/practices/say-it-back.toml"
LINKED = "en/practices/notice-calls.toml"
BUNDLED = load()
WAY_BACK = BUNDLED.journeys["finding-our-way-back"]

SHORT = ("weeks[0].scene", "write 120 to 180")
REVIEW = """
[review]
number = 53
theme = "A year"
goal = "Look back."
session = ["say-it-back"]
session_minutes = 10
session_note = "Read three old thank-yous to each other."
dailies = []
check = "One line for the next year."
when_it_fails = "Leave the plans for a week."
"""


def refused(content):
    return [(problem.file, problem.field, problem.message) for problem in check(content.root)]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (('["fear"]', '["flooded"]'), ("excluded_flags", 'lacks "fear"')),
        (('["fear"]', '["fright"]'), ("excluded_flags", "write some of")),
        (
            ('["Where there is fear, talk to someone you trust first."]', "[]"),
            ("refer", "is empty"),
        ),
        (("Where there is fear, talk", "You should talk"), ("refer[1]", "says 'should'")),
        (("number = 1", "number = 3"), ("weeks", "without a gap")),
        (
            ('["say-it-back", "notice-calls"]', '["say-it-front"]'),
            ("weeks[1].session", "no practice"),
        ),
        (
            ('second_session = ["say-it-back"]', 'second_session = ["say-it-front"]'),
            ("weeks[1].second_session", "no practice"),
        ),
        (('["notice-calls", ', '["notice-cats", '), ("weeks[0].dailies", "no practice")),
        (("One warm word", "One warm word!"), ("weeks[0].dailies[sentence 1]", "full stop")),
        (("session_minutes = 10", "session_minutes = 9"), ("weeks[1].session_minutes", "take 10")),
        (("Stay here for", "You must stay!"), ("weeks[1].when_it_fails", "full stop")),
        (("Sit where you like", "You should sit"), ("weeks[0].session_note", "says 'should'")),
        (("Sarah puts", "Sarah should put"), ("weeks[0].scene", "says 'should'")),
        (("The rain has come in from the sea, and the\nwindow is grey with it.", ""), SHORT),
    ],
)
def test_a_journey_is_refused(content, change, expected):
    field, remedy = expected
    content.change(JOURNEY, *change)

    found = [message for _, where, message in refused(content) if where == field]

    assert any(remedy in message for message in found), refused(content)


@pytest.mark.parametrize(
    ("file", "change", "expected"),
    [
        (
            PRACTICE,
            ('contraindications = ["flooded", "fear"]', 'contraindications = ["therapist only"]'),
            ("weeks[0].session", "only a therapist leads"),
        ),
        (PRACTICE, ("edition = 1", "edition = 1\nretired = true"), ("weeks[1].session", "retired")),
        (
            LINKED,
            ("minutes = 5\nmodes", "minutes = 8\nmodes"),
            ("weeks[0].dailies", "takes 8 minutes; write one of up to 6"),
        ),
    ],
)
def test_a_journey_does_not_ask_too_much_of_a_practice(content, file, change, expected):
    field, remedy = expected
    content.change(file, *change)

    found = [message for _, where, message in refused(content) if where == field]

    assert any(remedy in message for message in found), refused(content)


def test_a_week_tells_its_practices_from_its_plain_sentences(content):
    week = load(root=content.root).journeys["back-again"].weeks[0]

    assert week.daily_practices == ("notice-calls",)
    assert week.daily_sentences == ("One warm word at the door.",)
    assert week.practices == ("say-it-back", "notice-calls")


def test_a_journey_is_gone_through_once_unless_it_says_how_often(content):
    once = load(root=content.root).journeys["back-again"]
    content.change(JOURNEY, "edition = 1", "edition = 1\nrounds = 12")

    often = load(root=content.root).journeys["back-again"]

    assert (once.rounds, often.rounds) == (1, 12)


def test_a_review_is_one_more_week_and_is_checked_like_one(content):
    content.write(JOURNEY, (content.root / JOURNEY).read_text(encoding="utf-8") + REVIEW)
    journey = load(root=content.root).journeys["back-again"]
    before = refused(content)

    content.change(JOURNEY, "Leave the plans", "You should leave the plans")

    assert [week.number for week in journey.all_weeks] == [0, 1, 53]
    assert before == []
    assert [field for _, field, _ in refused(content)] == ["weeks[53].when_it_fails"]


def test_the_way_back_has_a_scene_in_each_of_its_weeks_and_one_week_fails():
    scenes = [week.scene for week in WAY_BACK.weeks]

    assert [week.number for week in WAY_BACK.weeks] == list(range(9))
    assert all("Sarah" in scene and "Mark" in scene for scene in scenes)
    assert "It didn't work" in WAY_BACK.weeks[4].scene


def test_each_sitting_of_the_way_back_fits_an_evening_and_each_week_has_three_dailies():
    for week in WAY_BACK.weeks:
        assert week.session_minutes <= 36
        assert len(week.dailies) == 3


def test_every_practice_of_the_long_distance_weeks_works_apart():
    for week in BUNDLED.journeys["long-distance"].weeks:
        for name in week.practices:
            assert Mode.REMOTE in BUNDLED.practices[name].modes, name


def test_couples_who_are_content_get_no_lesson_in_conflict_unasked():
    for week in BUNDLED.journeys["keep-it-warm"].all_weeks:
        assert not {name for name in week.practices if BUNDLED.practices[name].strand == "repair"}


@pytest.mark.parametrize("journey", BUNDLED.journeys.values(), ids=lambda journey: journey.id)
def test_every_journey_turns_away_fear_and_says_where_help_is(journey):
    advice = " ".join(journey.refer)

    assert Contraindication.FEAR in journey.excluded_flags
    assert "afraid" in advice
    assert "Guide" in advice
