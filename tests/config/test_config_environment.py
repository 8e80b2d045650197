from pathlib import Path

import pytest

from closeknit.config.environment import on_postgres, read_environment
from closeknit.hosting.problems import HostError


@pytest.fixture(autouse=True)
def _plain(monkeypatch, tmp_path):
    monkeypatch.delenv("CLOSEKNIT_PUBLIC_URL", raising=False)
    monkeypatch.setenv("CLOSEKNIT_DATA_DIR", str(tmp_path))


def test_without_settings_only_this_machine_is_served(tmp_path):
    found = read_environment()

    assert found.listens_locally
    assert found.is_local
    assert found.public_url == "http://localhost:8321"
    assert found.sqlite_file == tmp_path / "closeknit.sqlite3"
    assert found.secrets_dir == tmp_path / "secrets"
    assert found.allowed_hosts == ("127.0.0.1", "::1", "localhost")


def test_a_public_address_answers_to_no_other_name(monkeypatch):
    monkeypatch.setenv("CLOSEKNIT_PUBLIC_URL", "https://home.example/")

    found = read_environment()

    assert found.allowed_hosts == ("home.example",)
    assert found.is_https
    assert not found.look_around


def test_a_value_may_stand_in_a_file(monkeypatch, tmp_path):
    secret = tmp_path / "url"
    secret.write_text("postgres://closeknit:quiet@db.example:5432/closeknit")
    monkeypatch.setenv("CLOSEKNIT_DATABASE_URL_FILE", str(secret))

    found = read_environment()

    assert found.sqlite_file is None
    assert found.database["HOST"] == "db.example"


@pytest.mark.parametrize(("asked", "prepares"), [("", True), ("?server_side_binding=false", False)])
def test_postgres_prepares_unless_the_address_says_otherwise(monkeypatch, asked, prepares):
    monkeypatch.setenv("CLOSEKNIT_DATABASE_URL", f"postgres://db.example:5432/closeknit{asked}")

    found = on_postgres(read_environment().database)

    assert found["OPTIONS"] == {"server_side_binding": prepares, "prepare_threshold": 5}
    assert found["HOST"] == "db.example"


def test_a_relative_data_folder_is_made_whole(monkeypatch):
    monkeypatch.setenv("CLOSEKNIT_DATA_DIR", "data")

    assert read_environment().data_dir == Path.cwd() / "data"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "65535"),
        ("PUBLIC_URL", "ftp://home.example"),
        ("TRUSTED_PROXIES", "-1"),
        ("DATABASE_URL", "oracle://x"),
        ("LAN", "perhaps"),
    ],
)
def test_a_wrong_value_is_refused_by_name(name, value, monkeypatch):
    monkeypatch.setenv(f"CLOSEKNIT_{name}", value)

    with pytest.raises(HostError):
        read_environment()
