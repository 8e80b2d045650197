from datetime import date

import pytest

from closeknit.domain.library import (
    CheckStatus,
    Contraindication,
    LibraryError,
    Mode,
    Strand,
    Strength,
    Turn,
    languages,
    load,
)
from closeknit.domain.library.reader import read


def test_a_practice_is_read_with_all_its_fields(content):
    practice = load(root=content.root).practices["say-it-back"]

    assert practice.strand is Strand.LISTENING
    assert practice.modes == {Mode.TOGETHER, Mode.REMOTE}
    assert practice.contraindications == {Contraindication.FLOODED, Contraindication.FEAR}
    assert [step.who for step in practice.steps] == [Turn.SPEAKER, Turn.LISTENER]
    assert practice.steps[1].say == ""
    assert practice.adaptations.disability == "Write it if speech is hard."
    assert practice.prior.mean == 0.45
    assert practice.grade.strength is Strength.EFFECT
    assert practice.reviewed == date(2026, 11, 23)


def test_a_question_takes_its_strand_from_its_file(content):
    question = load(root=content.root).questions["l-002"]

    assert question.strand is Strand.LISTENING
    assert question.pack == ""
    assert question.edition == 2
    assert question.revisit_after is None


def test_a_question_in_a_pack_names_its_own_strand(content):
    question = load(root=content.root).questions["pp-001"]

    assert question.strand is Strand.REPAIR
    assert question.pack == "parents"
    assert question.requires == ("children",)


def test_an_answer_is_the_text_below_the_front_matter(content):
    library = load(root=content.root)

    assert library.faq["what-helps"].answer.startswith("Start with one small thing.")
    assert library.faq["what-helps"].evidence == ("wade-2014", "kurtz-2015")
    assert library.pages["signs"].title == "Signs"


def test_a_journey_keeps_its_weeks_in_order(content):
    journey = load(root=content.root).journeys["back-again"]

    assert [week.number for week in journey.weeks] == [0, 1]
    assert journey.weeks[1].scene == ""


def test_only_a_source_that_was_read_again_counts_as_checked(content):
    references = load(root=content.root).references

    assert references["wade-2014"].is_checked
    assert not references["bruk-2018"].is_checked
    assert references["bruk-2018"].status is CheckStatus.NOT_RECHECKED


@pytest.mark.parametrize(
    ("design", "strength"),
    [
        ("small randomised trial", Strength.EFFECT),
        ("experiment", Strength.EFFECT),
        ("diary study", Strength.LINK),
        ("meta-analysis", Strength.LINK),
        ("clinical consensus", Strength.OPINION),
    ],
)
def test_the_design_of_a_source_says_how_strongly_it_speaks(content, design, strength):
    content.change("en/references.toml", "meta-analysis of trials", design)

    assert load(root=content.root).references["wade-2014"].strength is strength


def test_an_unseen_number_is_never_shown(content):
    names = [line.name for line in load(root=content.root).help_lines]

    assert "Nobody saw this one" not in names


def test_the_operators_own_source_comes_before_the_press(content):
    lines = load(root=content.root).help_lines

    violence = [line.name for line in lines if line.kind == "violence"]
    assert violence == ["The operator's own line", "A line from the press"]


def test_the_hash_changes_with_any_byte(content):
    before = load(root=content.root).hash

    content.change("en/pages/signs.md", "You miss", "They miss")

    assert load(root=content.root).hash != before


def test_the_hash_is_the_same_for_the_same_files(content):
    assert load(root=content.root).hash == load(root=content.root).hash


def test_windows_line_ends_read_the_same(content):
    page = content.root / "en/pages/signs.md"
    page.write_bytes(page.read_bytes().replace(b"\n", b"\r\n"))

    assert load(root=content.root).pages["signs"].title == "Signs"


PRACTICE = "en/practices/say-it-back.toml"
QUESTIONS = "en/questions/listening.toml"
JOURNEY = "en/journeys/back-again.toml"
ANSWER = "en/faq/what-helps.md"
SOURCES = "en/references.toml"
LINES = "help-lines.toml"


@pytest.mark.parametrize(
    ("file", "change", "expected"),
    [
        (PRACTICE, ("edition = 1\n", ""), ("edition", "add it")),
        (PRACTICE, ("depth = 2", "depth = 5"), ("depth", "from 1 to 4")),
        (PRACTICE, ("depth = 2", "depth = true"), ("depth", "whole number")),
        (PRACTICE, ('"together", ', '"nearby", '), ("modes", '"solo"')),
        (PRACTICE, ('who = "listener"', 'who = "cat"'), ("steps[2].who", "both")),
        (PRACTICE, ("minutes = 2", "minutes = -2"), ("steps[1].minutes", "above 0")),
        (PRACTICE, ("minutes = 2", 'minutes = "2"'), ("steps[1].minutes", "above 0")),
        (PRACTICE, ("= false", '= "no"'), ("consent_gate", "without quotes")),
        (PRACTICE, ("stop_if", "stop_when"), ("stop_when", "not known here")),
        (PRACTICE, ("2026-11-23", "soon"), ("reviewed", "write a day")),
        (PRACTICE, ('"V"', '"X"'), ("status", '"V", "P", "M"')),
        (PRACTICE, ('["wade-2014"]', '"wade-2014"'), ("evidence", "a list")),
        (PRACTICE, ('"Say it back"', '" "'), ("title", "is empty")),
        (PRACTICE, ('"Say it back"', "7"), ("title", "between quotes")),
        (PRACTICE, ("[prior]", "[priors]"), ("prior", "under the heading [prior]")),
        (PRACTICE, ("say-it-back", "said"), ("id", "write 'say-it-back'")),
        (PRACTICE, ("edition = 1", "edition 1"), ("TOML", "mend that line")),
        (QUESTIONS, ("listening", "hearing"), ("strand", '"listening"')),
        (QUESTIONS, ('"past"', '"never"'), ("question[l-002].category", '"past"')),
        (QUESTIONS, ("= 200", "= 0"), ("question[l-001].revisit_after", "from 1 up")),
        (QUESTIONS, ("l-002", "l-001"), ("id", "an id of its own")),
        (JOURNEY, ("number = 1", "number = -1"), ("weeks[2].number", "from 0 up")),
        (ANSWER, ("+++\nStart", "---\nStart"), ("front matter", "two lines of +++")),
        (ANSWER, ("safety = false\n", ""), ("safety", "true or false")),
        (SOURCES, ("interval", "between"), ("reference[wade-2014].interval", "add it")),
        (LINES, ('"press"', '"gossip"'), ("line[1].source_kind", '"own"')),
    ],
)
def test_a_fault_names_file_and_field_and_what_to_write(content, file, change, expected):
    field, remedy = expected
    content.change(file, *change)

    with pytest.raises(LibraryError) as raised:
        load(root=content.root)

    found = [problem for problem in raised.value.problems if problem.field == field]
    assert [problem.file for problem in found] == [file]
    assert remedy in found[0].message


def test_a_missing_file_is_named(content):
    (content.root / "help-lines.toml").unlink()

    with pytest.raises(LibraryError, match=r"help-lines\.toml: file: cannot be opened"):
        load(root=content.root)


def test_a_file_in_another_encoding_is_named(content):
    (content.root / "en/pages/signs.md").write_bytes("naïve".encode("latin-1"))

    with pytest.raises(LibraryError, match=r"signs\.md: file: is not UTF-8"):
        load(root=content.root)


@pytest.mark.parametrize("language", ["sv", "", "..", "en/../en"])
def test_a_language_without_content_is_an_error_that_names_those_with_content(content, language):
    content.write("pt-br/pages/signs.md", PAGE_IN_SWEDISH)

    with pytest.raises(LibraryError) as raised:
        load(language=language, root=content.root)

    named = [problem for problem in raised.value.problems if problem.field == "folder"]
    assert [problem.file for problem in named] == [language]
    assert "write one of en, pt-br" in named[0].message


def test_the_source_language_comes_first_and_other_folders_are_no_language(content):
    content.write("de/pages/signs.md", PAGE_IN_SWEDISH)
    content.write("drafts of mine/notes.md", "Nothing yet.")

    assert languages(root=content.root) == ("en", "de")


def test_a_translation_without_its_own_references_uses_the_english_ones(content):
    content.write("sv/pages/signs.md", PAGE_IN_SWEDISH)

    library = load(language="sv", root=content.root)

    assert library.pages["signs"].title == "Tecken"
    assert "wade-2014" in library.references


PAGE_IN_SWEDISH = """+++
id = "signs"
edition = 1
title = "Tecken"
group = "start"
order = 2
evidence = []
+++
Ni missar vad den andra menar.
"""


def test_one_bad_item_does_not_hide_the_others(content):
    content.change("en/practices/say-it-back.toml", "depth = 2", "depth = 9")
    content.change("en/faq/what-helps.md", "order = 1", "order = 0")

    reading = read(root=content.root)

    assert {problem.field for problem in reading.problems} == {"depth", "order"}
    assert "notice-calls" in reading.library.practices


def test_the_bundled_library_loads():
    library = load()

    assert {question.strand for question in library.questions.values()} == set(Strand)
    assert len(library.practices) >= 42
    assert all(line.is_seen for line in library.help_lines)
