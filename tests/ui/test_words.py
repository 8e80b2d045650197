import datetime as dt

import pytest
from django.utils import timezone, translation

from closeknit.ui.words import day, initials, month, paragraphs

MONDAY = dt.date(2026, 11, 23)


def test_a_day_is_said_in_words():
    assert day(MONDAY) == "Monday 23 November"


def test_a_day_says_its_year_on_request():
    assert day(MONDAY, year=True) == "Monday 23 November 2026"


def test_a_day_is_said_in_the_reader_s_language():
    with translation.override("de"):
        said = day(MONDAY)

    assert said.startswith("Montag")


def test_a_moment_is_dated_where_the_reader_is():
    late = dt.datetime(2026, 11, 23, 23, 30, tzinfo=dt.UTC)

    with timezone.override("Europe/Berlin"):
        said = day(late)

    assert said == "Tuesday 24 November"


def test_a_month_is_said_in_words():
    assert month(MONDAY) == "November 2026"


@pytest.mark.parametrize(
    ("name", "letters"), [("alice", "A"), ("Alice Bob", "AB"), ("a b c", "AC"), ("  ", "")]
)
def test_initials_come_from_the_first_and_last_word(name, letters):
    assert initials(name) == letters


def test_paragraphs_keep_line_breaks():
    assert paragraphs("one\ntwo\r\n\r\n\n three ") == "<p>one<br>two</p>\n<p>three</p>"


def test_paragraphs_escape_what_a_person_wrote():
    assert paragraphs("<b>&</b>") == "<p>&lt;b&gt;&amp;&lt;/b&gt;</p>"


def test_no_words_make_no_paragraph():
    assert paragraphs(" \n ") == ""
