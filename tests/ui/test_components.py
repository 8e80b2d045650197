import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from django.template import engines
from markupsafe import Markup
from ui_sample import SampleForm

STATES = ("mark", "empty", "one", "both", "revealed", "turn_left", "turn_right")


def render(source, **context) -> str:
    return engines.all()[0].from_string(source).render(context)


@pytest.fixture
def unhappy() -> SampleForm:
    return SampleForm({"email": "not a mail"})


def test_an_error_and_a_hint_are_tied_to_their_control(unhappy):
    html = render("{{ ui.field(form['email']) }}", form=unhappy)

    assert 'aria-describedby="id_email_helptext id_email_error"' in html
    assert 'id="id_email_helptext"' in html
    assert 'id="id_email_error"' in html
    assert 'aria-invalid="true"' in html


def test_a_control_without_hint_or_error_points_nowhere():
    html = render("{{ ui.field(form['name']) }}", form=SampleForm())

    assert "aria-describedby" not in html


def test_an_optional_field_says_so():
    html = render("{{ ui.field(form['email']) }}", form=SampleForm())

    assert "optional" in html


def test_a_choice_keeps_what_was_chosen():
    html = render("{{ ui.choice_list(form['pace']) }}", form=SampleForm({"pace": "more"}))

    assert re.findall(r'value="(\w+)" id="\w+" checked', html) == ["more"]


def test_what_a_person_typed_is_escaped():
    html = render("{{ ui.letter('<Alice>', '<script>') }}")

    assert "<script>" not in html
    assert "&lt;Alice&gt;" in html


def test_attributes_are_escaped_and_empty_ones_are_left_out():
    html = render(
        """{{ ui.button("Go", attrs={"data_x": '"<', "hx_get": none, "disabled": true}) }}"""
    )

    assert 'data-x="&#34;&lt;"' in html
    assert "hx-get" not in html
    assert " disabled>" in html


def test_a_button_with_an_address_is_a_link():
    html = render("{{ ui.button('Go', href='/go/') }}")

    assert html.strip().startswith('<a class="button"')


@pytest.mark.parametrize("state", STATES)
def test_every_state_of_the_motif_draws_two_circles(state):
    html = render("{{ ui.mark(32, state) }}", state=state)

    assert 'class="motif-left"' in html
    assert 'class="motif-right"' in html
    assert ('class="motif-lens"' in html) == (state in ("mark", "revealed"))


def test_the_motif_is_silent_without_a_label_and_speaks_with_one():
    silent = render("{{ ui.mark() }}")
    speaking = render("{{ ui.mark(label='Both are open') }}")

    assert 'aria-hidden="true"' in silent
    assert 'role="img" aria-label="Both are open"' in speaking


def test_a_strand_is_named_and_never_only_coloured():
    html = render("{{ ui.strand_chip('vulnerability') }}")

    assert "Opening up" in html


def test_one_page_of_two_shows_no_empty_direction():
    html = render("{{ ui.pager(older='/2/') }}")

    assert "Older" in html
    assert "Newer" not in html


def test_a_single_page_needs_no_pager():
    assert render("{{ ui.pager() }}").strip() == ""


def test_a_code_for_the_camera_is_not_escaped():
    html = render("{{ ui.qr(svg, 'Invitation') }}", svg=Markup("<svg></svg>"))

    assert "<svg></svg>" in html


def test_an_instant_names_its_day_unless_that_is_today_and_its_place_without_script():
    evening = dt.datetime(2026, 11, 23, 20, 30, tzinfo=ZoneInfo("America/New_York"))

    tonight = render("{{ ui.instant(at, at.date()) }}", at=evening)
    other_day = render("{{ ui.instant(at) }}", at=evening)

    assert ">8:30 p.m.</time>" in tonight
    assert ">Monday 23 November, 8:30 p.m.</time>" in other_day
    assert "<noscript> (New York time)</noscript>" in tonight


def test_time_left_reads_as_minutes_and_seconds():
    assert "1:05" in render("{{ ui.time_left(65, 120) }}")


def test_nothing_carries_style_or_script_of_its_own(sample):
    assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", sample)
    assert not re.search(r"<script(?![^>]*\ssrc=)", sample)


def test_nothing_points_to_a_third_party(sample):
    addresses = re.findall(r'(?:src|href|action)="([^"]+)"', sample)

    assert addresses
    assert all(address.startswith(("/", "#")) for address in addresses)


def test_no_id_is_used_twice(sample):
    ids = re.findall(r'\sid="([^"]+)"', sample)

    assert sorted(ids) == sorted(set(ids))
