import json
from datetime import date

import pytest

from closeknit.hosting.problems import HostError
from closeknit.hosting.secret_copies import put_secrets_back, save_secrets, saved_mark

DAY = date(2026, 3, 2)


@pytest.fixture
def data(tmp_path):
    secrets = tmp_path / "data" / "secrets"
    secrets.mkdir(parents=True)
    for name in ("pepper", "escrow", "totp", "django", "lan-authority.pem", "lan-server.pem"):
        (secrets / name).write_text(f"the {name}", encoding="ascii")
    return secrets.parent


@pytest.fixture
def save(data, tmp_path):
    def save(to=tmp_path / "saved.json"):
        save_secrets(folder=data / "secrets", to=to, data_dir=data, on=DAY)
        return to

    return save


def test_all_but_the_renewable_certificate_comes_back(save, tmp_path):
    saved = save()

    count = put_secrets_back(saved=saved, folder=tmp_path / "new")

    names = {path.name for path in (tmp_path / "new").iterdir()}
    assert count == 5
    assert names == {"pepper", "escrow", "totp", "django", "lan-authority.pem"}
    assert (tmp_path / "new" / "pepper").read_text() == "the pepper"


def test_the_saved_file_and_what_comes_back_are_their_owners_alone(save, tmp_path):
    saved = save()

    put_secrets_back(saved=saved, folder=tmp_path / "new")

    files = [saved, *(tmp_path / "new").iterdir()]
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


def test_secrets_are_not_saved_beside_what_they_open(save, data):
    with pytest.raises(HostError, match="apart"):
        save(data / "backups" / "saved.json")


def test_an_older_file_is_not_overwritten(save, tmp_path):
    save()

    with pytest.raises(HostError, match="exists already"):
        save()


def test_a_folder_with_secrets_is_not_overwritten(save, data):
    with pytest.raises(HostError, match="secrets already"):
        put_secrets_back(saved=save(), folder=data / "secrets")


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
    ],
)
def test_a_file_that_is_no_secrets_file_writes_nothing(content, tmp_path):
    saved = tmp_path / "saved.json"
    saved.write_text(content, encoding="utf-8")

    with pytest.raises(HostError, match=r"saved\.json"):
        put_secrets_back(saved=saved, folder=tmp_path / "new")

    assert not (tmp_path / "new").exists()
