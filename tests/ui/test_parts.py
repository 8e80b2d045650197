from typing import Any

import jinja2
import pytest
from django.middleware.csrf import CsrfViewMiddleware
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails
from ui_sample import sample_context

from closeknit.ui.parts import page


def request(**headers):
    made: Any = RequestFactory().get(
        "/", headers={name.replace("_", "-"): v for name, v in headers.items()}
    )
    made.htmx = HtmxDetails(made)
    return made


def test_a_browser_gets_the_whole_page():
    answer = page(request(), "sample.html", sample_context(), part="revealed")

    assert b"<!doctype html>" in answer.content


def test_htmx_gets_only_the_named_part():
    answer = page(request(hx_request="true"), "sample.html", sample_context(), part="revealed")

    words = answer.content.decode()
    assert "The way my sister laughed" in words
    assert "<html" not in words
    assert "Seal my answer" not in words


def test_a_page_without_a_named_part_is_whole_for_htmx_too():
    answer = page(request(hx_request="true"), "sample.html", sample_context())

    assert b"<!doctype html>" in answer.content


@pytest.mark.parametrize("header", ["hx_boosted", "hx_history_restore_request"])
def test_a_boosted_or_restored_visit_gets_the_whole_page(header):
    asked = request(hx_request="true", **{header: "true"})

    answer = page(asked, "sample.html", sample_context(), part="revealed")

    assert b"<!doctype html>" in answer.content


def test_caches_keep_part_and_page_apart():
    answer = page(request(), "sample.html", sample_context(), part="revealed")

    assert "HX-Request" in answer["Vary"]


def test_the_status_is_kept():
    answer = page(
        request(hx_request="true"), "sample.html", sample_context(), part="revealed", status=422
    )

    assert answer.status_code == 422


def test_a_part_that_is_not_there_says_so():
    with pytest.raises(LookupError, match=r"sample\.html has no block named 'nowhere'"):
        page(request(hx_request="true"), "sample.html", sample_context(), part="nowhere")


def test_a_part_can_carry_the_csrf_field(tmp_path, settings):
    (tmp_path / "one.html").write_text("{% block one %}{{ csrf_input }}{% endblock %}")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    asked = request(hx_request="true")
    CsrfViewMiddleware(lambda _: None).process_request(asked)

    answer = page(asked, "one.html", {}, part="one")

    assert b'name="csrfmiddlewaretoken"' in answer.content


def test_a_forgotten_value_is_an_error_and_not_a_gap():
    context = sample_context()
    del context["qr"]

    with pytest.raises(jinja2.UndefinedError, match="qr"):
        page(request(), "sample.html", context)
