import re
import tomllib
from html import unescape

from django.urls import reverse
from django.utils import translation
from hook import build_hook
from hypothesis import given
from hypothesis import strategies as st

from closeknit.domain.library import CONTENT, LineKind
from closeknit.domain.library.reader import read
from closeknit.rooms.guide import countries, queries
from closeknit.rooms.guide.countries import countries_by_name, country_name
from closeknit.rooms.guide.rules import number_parts

ALL_LINES = read().all_help_lines
COUNTRIES = sorted(queries.countries(language="en"))


def shown(stranger, country: str) -> str:
    response = stranger.get(reverse("guide:help"), {"country": country})
    return unescape(response.content.decode())


def test_every_country_with_a_line_has_a_name():
    for country in COUNTRIES:
        assert len(country_name(country)) > len(country)


def test_countries_are_called_as_cldr_calls_them_in_the_reader_s_language(tmp_path, monkeypatch):
    written = tmp_path / "locale"
    (written / "de").mkdir(parents=True)
    build_hook().build_country_names(written, tmp_path / "names")
    monkeypatch.setattr(countries, "NAMES", tmp_path / "names")
    countries._names.cache_clear()

    with translation.override("de"):
        german = countries_by_name(["ZA", "AT", "NL"])
    with translation.override("fi"):
        unwritten = countries_by_name(["ZA"])
    countries._names.cache_clear()

    assert german == [("NL", "Niederlande"), ("AT", "Österreich"), ("ZA", "Südafrika")]
    assert unwritten == [("ZA", "South Africa")]


def test_the_emergency_number_comes_first_in_every_country():
    for country in COUNTRIES:
        kinds = [each.kind for each in queries.help_lines(language="en")[country]]

        assert kinds[0] is LineKind.EMERGENCY, country


def test_the_operators_own_number_comes_before_one_from_the_press():
    crisis = next(
        each for each in queries.help_lines(language="en")["AU"] if each.kind is LineKind.CRISIS
    )

    assert [each.line.source_kind.value for each in crisis.calls] == ["own", "press"]


def test_a_line_for_texts_only_stands_behind_one_to_call(stranger):
    emergency = queries.help_lines(language="en")["FR"][0].calls

    assert [each.line.number for each in emergency] == ["17 or 112", "114"]
    assert 'href="sms:114"' in shown(stranger, "FR")


def test_each_line_is_shown_with_its_source_and_the_day_it_was_seen(stranger):
    for country in COUNTRIES:
        text = shown(stranger, country)
        lines = [each for each in ALL_LINES if each.country == country and each.is_seen]

        assert text.count("None was dialled by us.") >= len(lines)
        for line in lines:
            assert line.name in text
            assert line.source in text


def test_how_to_use_a_line_is_shown_and_what_editors_noted_never(stranger):
    with (CONTENT / "help-lines.toml").open("rb") as file:
        written = tomllib.load(file)["line"]

    for country in COUNTRIES:
        text = shown(stranger, country)
        lines = [each for each in written if each["country"] == country]
        assert all(each["note"] in text for each in lines if each.get("note"))
        assert not [each for each in lines if each.get("editor_note", "\0") in text]


def test_lines_for_texts_only_are_known_by_their_note():
    found = [(each.country, each.number) for each in ALL_LINES if each.is_for_texts_only]

    assert found == [("IE", "50808"), ("FR", "114")]


def test_only_numbers_that_were_seen_are_shown(stranger):
    unseen = [each for each in ALL_LINES if not each.is_seen]

    assert {(each.country, each.number) for each in unseen} == {("CH", "142"), ("INT", "")}
    for line in unseen:
        text = shown(stranger, line.country)
        assert line.name not in text
        assert not line.number or f"tel:{line.number}" not in text


def test_a_country_without_lines_has_the_lists_of_the_world(stranger):
    text = shown(stranger, "ZZ")

    assert "https://findahelpline.com" in text
    assert "https://befrienders.org" in text


def test_every_emergency_number_is_there_before_a_country_is_chosen(stranger):
    text = unescape(stranger.get(reverse("guide:help")).content.decode())

    for country, calls in queries.emergency_calls(language="en").items():
        assert country_name(country) in text
        for part in calls[0].number:
            assert part.words in text
    assert text.index("Emergency numbers") < text.index("For every country")


def test_printed_numbers_can_be_called():
    assert [part.dial for part in number_parts("112 or 999")] == ["112", "", "999"]
    assert [part.dial for part in number_parts("101 (police), 112 (medical)") if part.dial] == [
        "101",
        "112",
    ]
    assert [part.dial for part in number_parts("079, option 1") if part.dial] == ["079"]
    assert [part.dial for part in number_parts("*4141")] == ["*4141"]
    assert number_parts("1-800-799-7233")[0].dial == "18007997233"


@given(st.text(alphabet="0123456789 ()-,+*or", max_size=40))
def test_splitting_a_number_loses_no_character_of_it(number):
    parts = number_parts(number)

    assert "".join(part.words for part in parts) == number
    assert all(re.fullmatch(r"[+*]?\d*", part.dial) for part in parts)
