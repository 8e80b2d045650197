"""Output that knows few letters: a log, an old terminal, a service with LANG=C."""

import pytest
from served import closeknit, serving


@pytest.fixture(params=["latin-1", "ascii"])
def few_letters(request, monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", request.param)
    monkeypatch.setenv("PYTHONUTF8", "0")


@pytest.mark.parametrize("command", [["doctor"], ["backup"], ["restore", "keine Kopie → hier"]])
def test_a_command_says_its_sentence_in_any_encoding(command, few_letters, tmp_path):
    done = closeknit(*command, home=tmp_path / "unser Zuhause → 家")

    assert "Traceback" not in done.stderr
    assert "UnicodeEncodeError" not in done.stderr
    assert "\\u" in done.stdout + done.stderr


def test_a_server_for_the_home_goes_on_without_its_picture(monkeypatch, tmp_path):
    monkeypatch.setenv("PYTHONIOENCODING", "latin-1")

    with serving(tmp_path / "data", "--lan") as served:
        assert served.process.poll() is None
        assert "let it trust this home" in served.said
        assert "Compare there" in served.said
        assert not {"\u2580", "\u2584", "\u2588", "\\u2580"} & set(served.said)
