"""One text, written through every form, is nowhere on the host's disk."""

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from couple_at_home import come_in, invitation_by
from export_by_page import export_by
from form_browser import FormBrowser
from served import closeknit, serving

CANARY = "zx7canaryQ4-plumtree-9v"
pytestmark = pytest.mark.fault


def write_tonight(browser: FormBrowser) -> None:
    browser.open("/tonight/")
    draft = browser.form("/seal/")
    browser.open(draft.action.replace("/seal/", "/draft/"), {**draft.fields, "text": CANARY})
    browser.write_everywhere(browser.form("/seal/"), CANARY)


def write_thanks(browser: FormBrowser) -> None:
    browser.open("/thanks/new/")
    form = browser.form("/thanks/new/")
    browser.open(
        "/thanks/new/draft/", {**form.fields, **dict.fromkeys(form.places_to_write, CANARY)}
    )
    browser.write_everywhere(form, CANARY)


def write_the_rest(browser: FormBrowser) -> None:
    browser.open("/tonight/")
    browser.write_everywhere(browser.form("/reply/"), CANARY)
    browser.open("/questions/own/")
    browser.write_everywhere(browser.form("/questions/own/"), CANARY + " why?")
    browser.open("/practices/soft-spot/")
    browser.write_everywhere(browser.form("/done/"), CANARY)
    browser.open("/listening/")
    for form in [each for each in browser.forms() if each.action.endswith("/listening/")]:
        browser.send(form, question="own", text=CANARY)
        assert CANARY in browser.page
    for thanks in browser.links(r"/thanks/[0-9a-f-]{36}/") or _thanks(browser):
        browser.open(thanks)
        landed = [form for form in browser.forms() if form.action.endswith("/landed/")]
        for form in landed:
            browser.write_everywhere(form, CANARY)


def mend(browser: FormBrowser) -> None:
    """Write with each of the repair tools, and in a meeting."""
    browser.open("/repair/opening/")
    opening = browser.form("/repair/opening/")
    filled = {**opening.fields, **dict.fromkeys(opening.places_to_write, CANARY)}
    for address in ("/repair/opening/", "/repair/opening/aloud/", "/repair/opening/send/"):
        assert CANARY in browser.open(address, filled)
    browser.open("/repair/apology/")
    apology = browser.form("/repair/apology/")
    filled = {**apology.fields, **dict.fromkeys(apology.places_to_write, CANARY)}
    browser.open("/repair/apology/draft/", filled)
    assert CANARY in browser.open("/repair/apology/", filled)
    for page in ("/repair/loop/", "/repair/pause/change/"):
        browser.open(page)
        assert CANARY in browser.write_everywhere(browser.form(page), CANARY)
    browser.open("/repair/outside/")
    browser.send(browser.form("/repair/outside/"))
    writing = browser.form("/repair/outside/")
    browser.open(writing.action + "draft/", {**writing.fields, "line": CANARY})
    browser.write_everywhere(writing, CANARY)
    assert CANARY in browser.page


def meet(browser: FormBrowser) -> None:
    browser.open("/meeting/begin/", {"csrfmiddlewaretoken": _token(browser)})
    browser.write_everywhere(browser.form("/note/"), CANARY)
    assert CANARY in browser.page
    browser.open(browser.links(r"/meeting/[0-9a-f-]{36}/plan/")[0])
    browser.write_everywhere(browser.form("/plan/keep/"), CANARY)
    assert CANARY in browser.page


def _thanks(browser: FormBrowser) -> list[str]:
    browser.open("/thanks/")
    return browser.links(r"/thanks/[0-9a-f-]{36}/")


def spoil(browser: FormBrowser) -> None:
    """Make mistakes with the words: a locked post, a wrong password, a form that is refused."""
    browser.open("/settings/")
    browser.send(browser.form("/lock/"))
    browser.open("/questions/own/")
    browser.open("/questions/own/", {"csrfmiddlewaretoken": _token(browser), "text": CANARY})
    assert CANARY in browser.page
    browser.open(
        "/questions/own/",
        {"csrfmiddlewaretoken": _token(browser), "text": CANARY, "unlock_password": "wrong"},
    )
    assert CANARY in browser.page


def _token(browser: FormBrowser) -> str:
    return browser.forms()[0].fields["csrfmiddlewaretoken"]


def traces(words: str) -> Iterator[bytes]:
    """Yield the words as they could stand in a file: plain, wide, hexadecimal, base64."""
    plain = words.encode()
    yield from (plain, words.encode("utf-16-le"), words.encode("utf-16-be"), plain.hex().encode())
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + plain)
        yield coded[4:-4]


def files_with(words: str, folder: Path) -> list[str]:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return [
        str(path.relative_to(folder))
        for path in files
        if any(trace in path.read_bytes() for trace in traces(words))
    ]


def test_16_2_5_no_word_written_through_any_form_rests_on_the_host(tmp_path):
    home = tmp_path / "data"
    mails = tmp_path / "mails"
    with serving(home, EMAIL_URL=f"file://{mails}") as served:
        base = f"http://localhost:{served.port}"
        alice, bob = FormBrowser(base), FormBrowser(base)
        come_in(alice, served.setup_path, "alice")
        write_tonight(alice)
        write_thanks(alice)
        come_in(bob, invitation_by(alice), "bob")
        write_tonight(bob)
        write_thanks(bob)
        for name, browser in (("alice", alice), ("bob", bob)):
            assert CANARY in browser.open("/tonight/")
            write_the_rest(browser)
            mend(browser)
            meet(browser)
            assert CANARY in browser.open("/thanks/")
            assert CANARY in export_by(browser, name)
        spoil(alice)
        backup = closeknit("backup", str(tmp_path / "backup"), home=home)
        assert backup.returncode == 0, backup.stderr
        while_open = files_with(CANARY, tmp_path)

    assert while_open == []
    assert files_with(CANARY, tmp_path) == []
    assert any(path.stat().st_size > 4096 for path in home.rglob("*.sqlite3*"))


def test_the_scan_finds_what_is_there(tmp_path):
    for number, trace in enumerate(traces(CANARY)):
        (tmp_path / f"{number}.bin").write_bytes(b"--" + trace + b"--")

    assert len(files_with(CANARY, tmp_path)) == len(list(traces(CANARY)))
