"""One planted fault of each kind, in a small library in which nothing else is wrong."""

import os
import shutil

import pytest

from closeknit.domain.library.check import check
from closeknit.domain.library.checks import duplicates
from closeknit.domain.library.checks.english import ENGLISH
from closeknit.domain.library.reader import read

QUESTIONS = "en/questions/listening.toml"
PACK = "en/questions/pack-parents.toml"
PRACTICE = "en/practices/say-it-back.toml"
LINKED = "en/practices/notice-calls.toml"
ANSWER = "en/faq/what-helps.md"
SOURCES = "en/references.toml"
LINES = "help-lines.toml"
FIRST = "What part of today is still with you?"
FOLLOWS = "Ask what came just before it."
BEGINS = "Start with one small thing."
SAYS = "Today was long, and I felt alone."
CAREFUL = (
    '[[advice]]\nparts = ["feeling"]\nwords = ["ignored"]\nhint = "What was it like inside?"\n'
)


def found(content):
    return [str(problem) for problem in check(content.root)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("This week, did you laugh at all?", "yes or no"),
        ("What you want is a slow Sunday, isn't it?", "leads to an answer"),
        ("Why do you always check the time?", "accuses"),
        ("Where are we on a scale of ten?", "asks for a verdict"),
        ("Which number from one to five is today?", "asks for a verdict"),
        ("What would you like for breakfast in bed?", "assumes living together"),
        ("What is nice about waking up beside me?", "assumes living together"),
        ("What do you notice first when I get home?", "assumes living together"),
        ("Which noise do kids make that you like?", "assumes parents"),
        ("What costly thing do you dream of?", "assumes money"),
        ("What did your boss say that made you laugh?", "assumes work"),
        ("Which saying of your father do you use?", "assumes family"),
        ("What did tying the knot mean to you?", "assumes marriage"),
        ("Which smell belongs to Easter for you?", "assumes faith"),
        ("What is hard about being a woman?", "assumes gender"),
    ],
)
def test_a_question_that_not_anyone_can_answer_is_refused(content, text, message):
    content.change(QUESTIONS, FIRST, text)

    assert any("l-001].text" in line and message in line for line in found(content)), found(content)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("And was it good?", "yes or no"),
        ("What would our kids say to that?", "assumes parents"),
        ("Why can't you let it go?", "accuses"),
        ("How would you score it?", "asks for a verdict"),
    ],
)
def test_what_follows_a_question_is_no_worse_than_one(content, text, message):
    content.change(QUESTIONS, FOLLOWS, text)

    assert any("follow_up" in line and message in line for line in found(content)), found(content)


def test_a_pack_lifts_the_assumption_it_is_named_after_and_no_other(content):
    content.change(PACK, "about making up?", "about our wedding?")

    assert [line.split("; ")[0] for line in found(content)] == [
        f"{PACK}: question[pp-001].text: assumes marriage ('wedding')"
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("I am tired, and I do not know why.", "write it as people say it"),
        ("Why can't you ever listen?", "accuses"),
        ("Can I put my arms around you?", "asks for touch"),
        ("Tell me about the wedding.", "assumes marriage"),
    ],
)
def test_a_line_to_say_is_refused(content, text, message):
    content.change(PRACTICE, SAYS, text)

    assert any(PRACTICE in line and message in line for line in found(content)), found(content)


def test_both_of_the_two_have_the_same_time(content):
    swapped = (
        '\n[[steps]]\ndo = "Swap."\nminutes = {minutes}\nwho = "each in turn"\n\n[adaptations]'
    )
    content.change(PRACTICE, "\n[adaptations]", swapped.format(minutes=4))
    content.change(PRACTICE, "\nminutes = 5\n", "\nminutes = 9\n")
    content.change("en/journeys/back-again.toml", "session_minutes = 10", "session_minutes = 15")

    unequal = found(content)
    content.change(PRACTICE, "minutes = 4", "minutes = 5")
    content.change(PRACTICE, "\nminutes = 9\n", "\nminutes = 10\n")

    assert len(unequal) == 1
    assert "the second has 4 minutes and the first had 5" in unequal[0]
    assert found(content) == []


@pytest.mark.parametrize(
    "text",
    [
        "If you are scared of them, try to be more open.",
        "Tell them everything, above all where there are threats.",
        "Look through their messages when you doubt them.",
        "Give them your password as a sign of trust.",
        "There is no need to ring the police.",
        "Don't tell anyone in your family about it.",
        "A good partner has a duty to kiss back.",
        "Silence means yes.",
        "Perhaps you provoked it.",
        "Leave off your tablets for a week.",
        "Thoughts of suicide will pass.",
        "This app is completely safe.",
        "Confront them tonight.",
        "You need to forgive them within a month.",
        "Your partner is a narcissist.",
        "See less of friends who doubt you.",
        "Ask again until they give in.",
        "Let the children carry messages.",
        "A glass of wine helps before a talk.",
    ],
)
def test_a_sentence_that_could_put_somebody_in_danger_is_refused(content, text):
    content.change(ANSWER, BEGINS, text)

    assert [line for line in found(content) if line.startswith(f"{ANSWER}: text: ")], text


@pytest.mark.parametrize(
    "text",
    [
        "You do not have to tell them everything if you are scared.",
        "Nobody looks through their messages here.",
        "No one has a duty to kiss back.",
        "You did not cause it, and it is not your fault.",
        "Do not stop taking your medicine for this.",
        "It does not erase your history.",
    ],
)
def test_a_warning_is_no_danger(content, text):
    content.change(ANSWER, BEGINS, text)

    assert found(content) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Have five kind moments for each harsh one.", "ratio of good to bad"),
        ("A film can tell in nine out of ten couples.", "prediction of divorce"),
        ("Ninety per cent of divorces can be foreseen.", "prediction of divorce"),
        ("Thirty-three percent of them answered.", "86 against 33"),
        ("Kiss for 6 s.", "six seconds"),
        ("Learn the language of love you both speak.", "love languages"),
        ("After EFT, seven out of ten couples are well.", "therapy's effect"),
        ("Researchers found that tea helps.", "without a source"),
        ("According to new research, tea helps.", "without a source"),
        ("It works for everyone.", "no source carries"),
        ("Start\u200b with one small thing.", "invisible"),
    ],
)
def test_a_claim_in_other_words_is_refused(content, text, message):
    content.change(ANSWER, BEGINS, text)

    assert any(message in line for line in found(content)), found(content)


@pytest.mark.parametrize(
    ("file", "change"),
    [
        (LINKED, ("In a lab study,", "In a lab study of 700,")),
        (ANSWER, ("In trials, guided", "In ninety trials, guided")),
        (ANSWER, ("raised closeness a little", "raised closeness by .76")),
    ],
)
def test_a_figure_that_the_sources_do_not_hold_is_refused(content, file, change):
    content.change(file, *change)

    assert any("which its sources do not hold" in line for line in found(content)), found(content)


def test_a_figure_of_the_source_may_be_printed(content):
    content.change(ANSWER, "raised closeness a little", "raised closeness by 0.56 in 54 reports")

    assert found(content) == []


@pytest.mark.parametrize(
    ("file", "change", "field"),
    [
        (LINES, ("0808 2000 247", "0808 2000 274"), "help_lines[GB The operator's own line]"),
        (LINES, ("https://operator.example", "https://other.example"), "help_lines[GB The op"),
        (LINES, ("No name is asked.", "Say your name."), "help_lines[GB The operator's own line]"),
        (LINES, ('"unconfirmed"', '"seen"'), "help_lines[INT Nobody saw this one]"),
        (LINES, ('seen_on = "2026-11-23"', 'seen_on = "1999-11-23"'), "help_lines[GB A line from"),
        (SOURCES, ("71 couples", "710 couples"), "references[kurtz-2015]"),
        (SOURCES, ("0.56 against", "0.96 against"), "references[wade-2014]"),
    ],
)
def test_what_was_reviewed_does_not_change_unseen(content, file, change, field):
    content.change(file, *change)

    lines = found(content)
    content.review()

    assert any(f"reviewed.toml: {field}" in line for line in lines), lines
    assert not [line for line in found(content) if "reviewed" in line]


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("en/journeys/back-again.toml", "journeys[back-again]"),
        (ANSWER, "faq[what-helps]"),
        ("en/pages/signs.md", "pages[signs]"),
        (PACK, "questions[pp-001]"),
        (PRACTICE, "practices[say-it-back]"),
    ],
)
def test_what_was_reviewed_does_not_go_unseen(content, file, name):
    (content.root / file).unlink()

    assert any(
        f"reviewed.toml: {name}: is reviewed but no longer" in line for line in found(content)
    )


def test_an_answer_that_speaks_of_safety_goes_on_doing_so(content):
    content.change(ANSWER, "safety = false", "safety = true")
    content.review()
    content.change(ANSWER, "safety = true", "safety = false")

    assert ["lost 'safety'" in line for line in found(content)] == [True]


def test_a_heading_that_the_guide_does_not_have_is_refused(content):
    content.change(ANSWER, 'group = "start"', 'group = "begin"')

    assert ["group: is 'begin'" in line for line in found(content)] == [True]


def test_a_help_line_does_not_go_unseen(content):
    text = (content.root / LINES).read_text("utf-8")
    content.write(LINES, text[text.index("[[line]]", 10) :])

    assert [line for line in found(content) if "no longer there" in line]


@pytest.mark.parametrize(
    ("old", "new", "lost"),
    [
        ('["flooded", "fear"]', '["fear"]', "flooded"),
        ('["flooded", "fear"]', '["flooded"]', "fear"),
        ("consent_gate = true", "consent_gate = false", "consent gate"),
        ("gets too upset to listen", "has had enough", "caution and stop_if: "),
        ('"meta-analysis of trials"', '"randomised trial"', "grade: meta-analysis of trials"),
    ],
)
def test_a_reviewed_practice_loses_no_guard(content, old, new, lost):
    content.change(PRACTICE, "consent_gate = false", "consent_gate = true")
    content.review()
    content.change(PRACTICE, old, new)

    assert [line for line in found(content) if f"lost '{lost}" in line], found(content)


@pytest.mark.parametrize(
    "text",
    [
        "Hello <b>you</b> two.",
        "Read [this](javascript:alert) now.",
        "Read [the signs](pages:signs) now.",
        "Read [the signs](page: signs) now.",
        "Try (practise:say-it-back) now.",
        "Look at https://example.org for more.",
    ],
)
def test_what_is_no_link_of_ours_is_refused(content, text):
    content.change(ANSWER, BEGINS, text)

    assert [line for line in found(content) if line.startswith(f"{ANSWER}: text: ")], text


def test_a_pack_that_nobody_knows_is_refused(content):
    content.change(PACK, 'pack = "parents"', 'pack = "parentz"')

    assert any("parentz" in line for line in found(content))


def test_a_fact_that_nobody_knows_is_refused(content):
    content.change(PACK, '["children"]', '["childern"]')

    assert any("requires: holds 'childern'" in line for line in found(content))


def test_a_file_of_another_strand_is_refused(content):
    content.change(QUESTIONS, 'strand = "listening"', 'strand = "repair"')

    assert any("name file and field alike" in line for line in found(content))


def move(content, old, new):
    (content.root / new).parent.mkdir(parents=True, exist_ok=True)
    shutil.move(content.root / old, content.root / new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (PRACTICE, "en/practices/more/say-it-back.toml"),
        (PRACTICE, "en/practices/say-it-back.tml"),
        (PRACTICE, "en/exercises/say-it-back.toml"),
        (ANSWER, "en/faq/what-helps.markdown"),
        (PACK, "en/questions/pack-parent.toml"),
        (SOURCES, "en/reference.toml"),
        (LINES, "help-line.toml"),
        (PRACTICE, "practices/say-it-back.toml"),
    ],
)
def test_a_file_that_would_not_be_read_is_named_and_nothing_else(content, old, new):
    move(content, old, new)

    lines = found(content)

    assert len(lines) == 1, lines
    assert lines[0].split(": ")[1] in {"file", "folder"}


def test_a_link_to_elsewhere_is_no_file(content):
    (content.root / PRACTICE).unlink()
    (content.root / PRACTICE).symlink_to("/etc/hostname")

    assert [line.split(": ")[1] for line in found(content)] == ["file"]


def test_a_pipe_keeps_nobody_waiting(content):
    os.mkfifo(content.root / "en/pages/pipe.md")

    assert ["no plain file" in line for line in found(content)] == [True]


def test_a_file_without_end_is_refused_unread(content):
    with (content.root / ANSWER).open("wb") as file:
        file.truncate(30_000_000)

    assert ["larger than 1000 kB" in line for line in found(content)] == [True]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        (PRACTICE, 'id "say-it-back"'),
        (PRACTICE, ""),
        (ANSWER, "no fence"),
        ("en/careful-words.toml", "[[advice"),
        ("en/demo/year.toml", "[couple"),
        ("en/demo/evenings.toml", "\x00"),
        ("reviewed.toml", "[help_lines"),
    ],
)
def test_a_broken_file_comes_first_and_alone(content, file, text):
    content.change(QUESTIONS, FIRST, "Do you agree?")
    content.write(file, text)

    lines = found(content)

    assert len(lines) == 1, lines
    assert lines[0].startswith(f"{file}: ")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[[advice]]", "[[advise]]"),
        ("words =", "word ="),
        ('["feeling"]', '["feelings"]'),
        ('["ignored"]', "[]"),
    ],
)
def test_careful_words_that_point_at_nothing_are_refused(content, old, new):
    content.write("en/careful-words.toml", CAREFUL)
    before = found(content)
    content.change("en/careful-words.toml", old, new)

    assert before == []
    assert all(line.startswith("en/careful-words.toml: ") for line in found(content))
    assert found(content)


def test_a_story_without_its_couple_is_refused(content):
    content.write("en/demo/year.toml", "[stages]\n")

    assert [line.split(": ")[:2] for line in found(content)] == [["en/demo/year.toml", "couple"]]


def test_a_source_of_which_not_all_was_read_is_not_called_checked(content):
    content.change(SOURCES, '"54 reports"', '"not recorded"')
    content.review()

    assert ["n was not read" in line for line in found(content)] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "Which piece of this day stays with you today?",
        "Today, what bit remains with you?",
    ],
)
def test_the_same_question_in_other_words_is_refused(content, text):
    content.change(QUESTIONS, FIRST, "Which bit of today remains with you?")
    content.change(QUESTIONS, "When did you last feel well heard?", text)

    assert any("almost what l-001 asks" in line for line in found(content)), found(content)


def test_looking_at_some_pairs_finds_what_looking_at_all_would():
    asked = [each for each in read().library.questions.values() if not each.retired]
    bits: dict[str, int] = {}
    prints = [duplicates._print(each.text, bits, ENGLISH.senses) for each in asked[::3]]

    looked_at = set(duplicates._pairs(prints))
    all_alike = {
        (one, other)
        for other in range(len(prints))
        for one in range(other)
        if duplicates._is_alike(prints[one], prints[other])
    }

    assert all_alike <= looked_at
