"""Fault 7: restored, or started again, without the secrets: nothing serves in silence.

The start refuses until the saved ones are back, or their owner says that they are lost; then the
page says why no password works, and the recovery code works.
"""

import json
import shutil

import pytest
from couple_at_home import password_of, sign_in
from form_browser import FormBrowser
from homes import BOTH, CANARY, NAMES
from served import closeknit, serving

from closeknit.hosting.secret_folder import SECRETS

pytestmark = pytest.mark.fault


@pytest.fixture
def started(home):
    """The home after a server of this version has run there once."""
    with serving(home.folder):
        pass
    return home


@pytest.fixture
def saved(started, tmp_path):
    file = tmp_path / "secrets.json"
    done = closeknit("backup", "--secrets", str(file), home=started.folder)
    assert done.returncode == 0, done.stderr
    return file


@pytest.mark.parametrize("lost", [*SECRETS, "all"])
def test_a_lost_secret_is_never_replaced_in_silence_and_its_saved_copy_brings_all_back(
    started, saved, lost
):
    folder = started.folder / "secrets"
    before = _contents(folder)
    for name in SECRETS if lost == "all" else [lost]:
        (folder / name).unlink()
    left = _contents(folder)

    refused = closeknit("serve", home=started.folder)
    looked = closeknit("doctor", home=started.folder)
    found = _contents(folder)
    back = closeknit("restore", "--secrets-only", str(saved), home=started.folder)

    assert refused.returncode == 1
    assert f"{SECRETS[0] if lost == 'all' else lost} is missing" in refused.stderr
    assert "--secrets-only" in refused.stderr
    assert found == left
    assert looked.returncode == 2
    assert "Do not save them" in looked.stdout
    assert back.returncode == 0, back.stderr
    assert _contents(folder) == before
    with serving(started.folder) as server:
        assert server.status("/readyz") == 200
    assert started.seen() == BOTH


@pytest.mark.parametrize("content", ["", "no key at all", "\u00e4 umlaut"])
def test_a_damaged_pepper_is_named_set_aside_and_replaced_by_its_copy(started, saved, content):
    pepper = started.folder / "secrets" / "pepper"
    pepper.write_text(content, encoding="utf-8")

    refused = closeknit("serve", home=started.folder)
    back = closeknit("restore", "--secrets-only", str(saved), home=started.folder)

    assert refused.returncode == 1
    assert "pepper" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert back.returncode == 0, back.stderr
    assert started.seen() == BOTH


def test_secrets_of_another_server_start_nothing_and_are_not_put_back(started, saved, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    with serving(elsewhere):
        pass
    shutil.rmtree(started.folder / "secrets")
    shutil.copytree(elsewhere / "secrets", started.folder / "secrets")
    foreign = json.loads(saved.read_text())
    foreign["files"]["pepper"] = (elsewhere / "secrets" / "pepper").read_text()
    (tmp_path / "foreign.json").write_text(json.dumps(foreign))

    refused = closeknit("serve", home=started.folder)
    commands = [closeknit(name, home=started.folder) for name in ("invite", "send-due", "migrate")]
    wrong = closeknit(
        "restore", "--secrets-only", str(tmp_path / "foreign.json"), home=started.folder
    )
    back = closeknit("restore", "--secrets-only", str(saved), home=started.folder)

    assert "pepper is another" in refused.stderr
    assert [done.returncode for done in (refused, *commands, wrong, back)] == [1, 1, 1, 1, 1, 0]
    assert "pepper is another" in wrong.stderr
    assert started.seen() == BOTH


def test_a_restore_without_secrets_starts_only_once_their_owner_says_that_they_are_lost(
    started, tmp_path
):
    backup, empty = tmp_path / "saved.sqlite3", tmp_path / "elsewhere"
    assert closeknit("backup", str(backup), home=started.folder).returncode == 0

    done = closeknit("restore", str(backup), home=empty)
    refused = closeknit("serve", home=empty)
    made = _contents(empty / "secrets")
    with serving(empty, "--secrets-lost") as server:
        ready = server.status("/readyz")
    needless = closeknit("serve", "--secrets-lost", home=empty)
    with serving(empty) as server:
        browser = FormBrowser(f"http://localhost:{server.port}")
        sign_in(browser, "alice")
        refusal = browser.page
        signed_in = [_code_works(browser, started.codes[name], name) for name in NAMES]

    assert "recovery code" in done.stdout
    assert "Passwords work as before" not in done.stdout
    assert refused.returncode == 1
    assert made == {}
    assert ready == 200
    assert needless.returncode == 1
    assert "recovery code" in refusal
    assert "secrets" in refusal
    assert signed_in == [True, True]


def _code_works(browser, code, name):
    """Set the password anew by the code on paper; tell whether it opens the words."""
    browser.open("/recover/")
    form = browser.form("/recover/")
    browser.send(form, login=name, code=code, password=password_of(name))
    sign_in(browser, name)
    return CANARY in browser.open("/thanks/")


def _contents(folder):
    return {name: (folder / name).read_text() for name in SECRETS if (folder / name).exists()}
