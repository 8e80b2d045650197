import json
from datetime import date
from hashlib import sha256

import pytest

from closeknit.hosting.problems import HostError
from closeknit.hosting.secret_copies import put_secrets_back, read_saved, save_secrets, saved_mark

DAY = date(2026, 3, 2)


@pytest.fixture
def data(tmp_path):
    secrets = tmp_path / "data" / "secrets"
    secrets.mkdir(parents=True)
    for name in ("pepper", "escrow", "totp", "django", "lan-authority.pem", "lan-server.pem"):
        text = f"the {name}" if "." in name else sha256(name.encode()).hexdigest()
        (secrets / name).write_text(text, encoding="ascii")
    (secrets / "lost+found").mkdir()
    (secrets / ".used").touch()
    return secrets.parent


@pytest.fixture
def save(data, tmp_path):
    def save(to=tmp_path / "saved.json"):
        save_secrets(folder=data / "secrets", to=to, data_dir=data, on=DAY)
        return to

    return save


def test_all_but_the_renewable_certificate_comes_back(save, tmp_path):
    saved = save()

    count = put_secrets_back(files=read_saved(saved), folder=tmp_path / "new")

    names = {path.name for path in (tmp_path / "new").iterdir()}
    assert count == 5
    assert names == {"pepper", "escrow", "totp", "django", "lan-authority.pem"}
    assert (tmp_path / "new" / "lan-authority.pem").read_text() == "the lan-authority.pem"


def test_the_saved_file_and_what_comes_back_are_their_owners_alone(save, tmp_path):
    saved = save()

    put_secrets_back(files=read_saved(saved), folder=tmp_path / "new")

    files = [saved, *(tmp_path / "new").iterdir()]
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


def test_secrets_are_not_saved_beside_what_they_open(save, data):
    with pytest.raises(HostError, match="apart"):
        save(data / "backups" / "saved.json")


def test_an_older_file_is_not_overwritten(save, tmp_path):
    save()

    with pytest.raises(HostError, match="exists already"):
        save()


def test_what_stands_in_the_way_of_a_secret_is_set_aside_and_never_lost(save, data):
    saved = save()
    (data / "secrets" / "pepper").write_text("wrong")

    put_secrets_back(files=read_saved(saved), folder=data / "secrets")

    assert (data / "secrets" / "pepper").read_text() == sha256(b"pepper").hexdigest()
    assert (data / "secrets" / ".pepper.aside-1").read_text() == "wrong"


def test_a_file_that_is_no_secret_is_named(data, save):
    (data / "secrets" / "notes.txt").write_bytes(b"\xff\xfe")

    with pytest.raises(HostError, match=r"notes\.txt"):
        save()


def test_the_mark_tells_never_saved_saved_and_changed_since(save, data):
    def mark():
        return saved_mark(folder=data / "secrets", data_dir=data)

    assert mark() is None

    save()
    assert (mark().on, mark().is_current) == (DAY, True)

    (data / "secrets" / "lan-server.pem").write_text("renewed")
    assert mark().is_current

    (data / "secrets" / "pepper").write_text("another")
    assert not mark().is_current


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        json.dumps({"closeknit-secrets": 2, "files": {}}),
        json.dumps({"closeknit-secrets": 1, "files": {"../pepper": "x"}}),
        json.dumps({"closeknit-secrets": 1, "files": {"pepper": 1}}),
        json.dumps({"closeknit-secrets": 1, "files": {"pepper": "12"}}),
        json.dumps({"closeknit-secrets": 1, "files": {"a\0b": "12"}}),
    ],
)
def test_a_file_that_is_no_secrets_file_writes_nothing(content, tmp_path):
    saved = tmp_path / "saved.json"
    saved.write_text(content, encoding="utf-8")

    with pytest.raises(HostError, match=r"saved\.json"):
        read_saved(saved)

    assert not (tmp_path / "new").exists()
