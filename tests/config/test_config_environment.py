from pathlib import Path

import pytest

from closeknit.config.database_url import on_postgres
from closeknit.config.environment import read_environment
from closeknit.hosting.problems import HostError

NAMES = [
    "DATA_DIR",
    "SECRETS_DIR",
    "BACKUP_DIR",
    "HOST",
    "PORT",
    "LAN",
    "PUBLIC_URL",
    "TRUSTED_PROXIES",
    "THREADS",
    "WORKERS",
    "DATABASE_URL",
    "EMAIL_URL",
    "EMAIL_FROM",
    "NOTIFY_HOSTS",
    "LOOK_AROUND",
    "DEMO",
]


@pytest.fixture(autouse=True)
def _plain(monkeypatch, tmp_path):
    monkeypatch.delenv("CLOSEKNIT_PUBLIC_URL", raising=False)
    monkeypatch.setenv("CLOSEKNIT_DATA_DIR", str(tmp_path))


@pytest.fixture
def given(monkeypatch):
    """Return how a test gives a setting."""
    return lambda name, value: monkeypatch.setenv(f"CLOSEKNIT_{name}", value)


def test_without_settings_only_this_machine_is_served(tmp_path):
    found = read_environment()

    assert found.listens_locally
    assert found.is_local
    assert found.public_url == "http://localhost:8321"
    assert found.sqlite_file == tmp_path / "closeknit.sqlite3"
    assert found.secrets_dir == tmp_path / "secrets"
    assert found.allowed_hosts == ("127.0.0.1", "[::1]", "localhost")
    assert found.warnings == {}


def test_a_public_address_answers_to_no_other_name(given):
    given("PUBLIC_URL", "https://home.example/")

    found = read_environment()

    assert found.allowed_hosts == ("home.example",)
    assert found.is_https
    assert not found.look_around


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("empty", ["", "  \n"])
def test_an_empty_setting_is_an_unset_one(name, empty, given, monkeypatch):
    monkeypatch.setenv("HOME", "/home/alice")
    monkeypatch.delenv(f"CLOSEKNIT_{name}", raising=False)
    unset = read_environment()

    given(name, empty)
    given(f"{name}_FILE", empty)

    assert read_environment() == unset


@pytest.mark.parametrize(("asked", "prepares"), [("", True), ("?server_side_binding=false", False)])
def test_postgres_prepares_unless_the_address_says_otherwise(monkeypatch, asked, prepares):
    monkeypatch.setenv("CLOSEKNIT_DATABASE_URL", f"postgres://db.example:5432/closeknit{asked}")

    found = on_postgres(read_environment().database)

    assert found["OPTIONS"]["server_side_binding"] is prepares
    assert found["OPTIONS"]["prepare_threshold"] == 5
    assert found["HOST"] == "db.example"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BACKUP_DIR", "/var/copies"),
        ("DATABASE_URL", "postgres://closeknit:quiet@db.example:5432/closeknit"),
        ("EMAIL_URL", "smtp+tls://us:quiet@mail.example:587"),
        ("PORT", "8400"),
        ("LAN", "false"),
        ("PUBLIC_URL", "https://home.example"),
        ("NOTIFY_HOSTS", "ntfy.home,192.168.1.9:8080"),
    ],
)
def test_a_value_is_the_same_from_a_file_with_a_line_break_and_with_spaces(
    name, value, given, tmp_path
):
    given(name, value)
    plain = read_environment()
    file = tmp_path / "value"
    file.write_text(f"\ufeff {value}\r\n", encoding="utf-8")

    given(name, f" {value}\t")
    spaced = read_environment()
    given(name, "")
    given(f"{name}_FILE", f"{file} ")

    assert spaced == read_environment() == plain


@pytest.mark.parametrize("name", ["DATA_DIR", "SECRETS_DIR", "BACKUP_DIR"])
def test_a_tilde_is_the_home_and_a_relative_folder_is_made_whole(name, given, monkeypatch):
    monkeypatch.setenv("HOME", "/home/alice")

    given(name, "~/our home")
    at_home = getattr(read_environment(), name.lower())
    given(name, "data")

    assert at_home == Path("/home/alice/our home")
    assert getattr(read_environment(), name.lower()) == Path.cwd() / "data"


def test_the_file_of_a_setting_may_begin_with_a_tilde(given, monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "port").write_text("8400\n")

    given("PORT_FILE", "~/port")

    assert read_environment().port == 8400


def test_spaces_between_the_parts_of_a_list_do_not_count(given):
    given("NOTIFY_HOSTS", " Ntfy.Home, [fd12::9]:8080 ,, 192.168.1.9 ")

    assert read_environment().notify_hosts == ("ntfy.home", "[fd12::9]:8080", "192.168.1.9")


@pytest.mark.parametrize("folder", ["C#1", "what?", "100%25", "our home", "a:b@c", "é ü", "q'\""])
def test_the_database_is_inside_the_data_folder_whatever_that_is_called(folder, given, tmp_path):
    given("DATA_DIR", str(tmp_path / folder))

    assert read_environment().sqlite_file == tmp_path / folder / "closeknit.sqlite3"


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("sqlite:////var/us/ours.sqlite3", "/var/us/ours.sqlite3"),
        ("sqlite:////var/C%231/what%3F/100%2525", "/var/C#1/what?/100%25"),
        ("sqlite:///~/ours.sqlite3", "/home/alice/ours.sqlite3"),
    ],
)
def test_an_sqlite_file_may_stand_elsewhere(url, file, given, monkeypatch):
    monkeypatch.setenv("HOME", "/home/alice")
    given("DATABASE_URL", url)

    assert read_environment().sqlite_file == Path(file)


def test_a_postgresql_is_read_from_its_url_with_its_escapes(given):
    given("DATABASE_URL", "postgres://us:p%23%40%2F@db.example:5433/ours?sslmode=require")

    found = read_environment()

    assert found.sqlite_file is None
    assert found.database["HOST"] == "db.example"
    assert found.database["PORT"] == 5433
    assert found.database["PASSWORD"] == "p#@/"
    assert found.database["OPTIONS"] == {"sslmode": "require"}


REFUSED = [
    *(("PORT", value) for value in ("0", "65535", "-1", "8321.0", "eight", "9" * 5000)),
    *(("TRUSTED_PROXIES", value) for value in ("-1", "one", "1,2")),
    *(("HOST", value) for value in ("127.0.0.1:8321", "http://127.0.0.1", "[::1]:80", "1.2.3")),
    ("LAN", "perhaps"),
    ("DEMO", "perhaps"),
    ("DATA_DIR", "~nobody-of-that-name/data"),
    *(
        ("DATABASE_URL", value)
        for value in (
            "oracle://x",
            "/var/us/ours.sqlite3",
            "sqlite://:memory:",
            "sqlite:///:memory:",
            "sqlite:///",
            "sqlite:////var/C#1/ours.sqlite3",
            "sqlite:////var/what?/ours.sqlite3",
            "postgres://us:secret#word@db.example/ours",
            "postgres://us:secret/word@db.example/ours",
            "postgres://us:secret[word@db.example/ours",
            "postgres://us:secret@db.example",
        )
    ),
    *(
        ("PUBLIC_URL", value)
        for value in (
            "home.example",
            "ftp://home.example",
            "https://",
            "https://home.example/couple",
            "https://home.example/?a=b",
            "https://home.example?",
            "https://home.example#here",
            "https://us@home.example",
            "https://us:secret@home.example",
            "https://home.example:0",
            "https://home.example:65536",
            "https://home.example:eighty",
            "https://home .example",
            "https://home\\.example",
            "https://home..example",
            "https://-home.example",
            "https://my_home.example",
            "https://300.1.1.1",
            "https://127.1",
            "https://0x7f.0.0.1",
            "https://fd12::9",
            "https://[fd12::9",
            "https://[fe80::1%25eth0]",
            "https://[home.example]",
            "https://münchen\u2028.example",
            "https://" + "a" * 64 + ".example",
        )
    ),
]


@pytest.mark.parametrize(("name", "value"), REFUSED)
def test_what_decides_about_data_and_visitors_is_refused_in_a_sentence_without_its_value(
    name, value, given
):
    given(name, value)

    with pytest.raises(HostError) as refused:
        read_environment()

    sentence = str(refused.value)
    assert sentence.startswith(f"CLOSEKNIT_{name} ")
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "secret" not in sentence


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_file_that_cannot_be_read_is_named(content, given, tmp_path):
    file = tmp_path / "port"
    if content:
        file.write_bytes(content)
    given("PORT_FILE", str(file))

    with pytest.raises(HostError, match=rf"^CLOSEKNIT_PORT cannot be read from the file {file}: "):
        read_environment()


TOLERATED = [
    ("THREADS", "0", "threads"),
    ("THREADS", "many", "threads"),
    ("WORKERS", "0", "workers"),
    ("WORKERS", "33", "workers"),
    ("EMAIL_URL", "smtp://us:secret@mail.example", "email"),
    ("EMAIL_FROM", "nobody", "email_from"),
    ("EMAIL_FROM", "us@home.example\nBcc: all@home.example", "email_from"),
    ("NOTIFY_HOSTS", "http://us:secret@ntfy.home", "notify_hosts"),
    ("NOTIFY_HOSTS", "ntfy.home:99999", "notify_hosts"),
]


@pytest.mark.parametrize(("name", "value", "attribute"), TOLERATED)
def test_what_neither_loses_nor_shows_anything_is_passed_over_with_a_warning(
    name, value, attribute, given
):
    usual = getattr(read_environment(), attribute)

    given(name, value)
    found = read_environment()

    assert getattr(found, attribute) == usual
    [(setting, sentence)] = found.warnings.items()
    assert sentence.startswith(f"{setting} ")
    assert setting == f"CLOSEKNIT_{name}"
    assert "secret" not in sentence


def test_one_wrong_host_leaves_the_others_named(given):
    given("NOTIFY_HOSTS", "ntfy.home, what is this, 192.168.1.9:8080")

    found = read_environment()

    assert found.notify_hosts == ("ntfy.home", "192.168.1.9:8080")
    assert "1 of its 3 are left out" in found.warnings["CLOSEKNIT_NOTIFY_HOSTS"]


def test_a_wrong_word_about_the_sample_couple_offers_nothing(given):
    given("LOOK_AROUND", "perhaps")

    assert not read_environment().look_around


@pytest.mark.parametrize(
    ("public", "sender"),
    [
        ("https://home.example", "closeknit@home.example"),
        ("https://münchen.example", "closeknit@xn--mnchen-3ya.example"),
        ("https://192.168.1.9", "closeknit@[192.168.1.9]"),
        ("https://[fd12::9]", "closeknit@[IPv6:fd12::9]"),
    ],
)
def test_the_usual_sender_is_an_address_that_mail_servers_read(public, sender, given):
    given("PUBLIC_URL", public)

    assert read_environment().email_from == sender


@pytest.mark.parametrize("sender", ["us@home.example", "Us <us@home.example>"])
def test_a_sender_may_have_a_name(sender, given):
    given("EMAIL_FROM", sender)

    found = read_environment()

    assert (found.email_from, found.warnings) == (sender, {})


@pytest.mark.parametrize(
    ("host", "listens"), [("::1", "::1"), ("[::]", "::"), ("LocalHost", "localhost")]
)
def test_an_address_to_listen_on_may_have_brackets(host, listens, given):
    given("HOST", host)

    assert read_environment().host == listens
