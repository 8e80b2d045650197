"""What the files of `deploy` and the forge's name must be there, and be called so."""

import re
from configparser import ConfigParser
from pathlib import Path
from shlex import split

import pytest
import yaml

from closeknit.cli.commands import COMMANDS
from closeknit.config.environment import read_environment

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
UNITS = ("closeknit.service", "closeknit-backup.service", "closeknit-backup.timer")
HOSTING = (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")
DOCUMENTED = set(re.findall(r"^\| `(CLOSEKNIT_[A-Z_]+)` \|", HOSTING, re.MULTILINE))


@pytest.fixture
def compose():
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))


def test_every_setting_they_name_is_one():
    named = {
        name
        for file in DEPLOY.iterdir()
        for name in re.findall(r"CLOSEKNIT_[A-Z_]+", file.read_text(encoding="utf-8"))
    }

    assert {"CLOSEKNIT_DATA_DIR", "CLOSEKNIT_PUBLIC_URL", "CLOSEKNIT_HOST"} <= named
    assert named <= DOCUMENTED


def test_the_hosting_page_tells_what_to_do_with_each_file():
    beside = {"Dockerfile", "Dockerfile.dockerignore", "Caddyfile"}  # compose.yaml names these

    for file in {each.name for each in DEPLOY.iterdir()} - beside - {".env"}:
        assert f"deploy/{file}" in HOSTING, file


def test_the_image_is_no_root_has_one_volume_and_asks_after_itself():
    image = _instructions()

    user, group = map(int, image["USER"][-1].split(":"))
    assert (user > 0, group > 0) == (True, True)
    assert image["VOLUME"] == [_environment_of(image)["CLOSEKNIT_DATA_DIR"]]
    assert f"--owner={user} --group={group} --mode=0700 {image['VOLUME'][0]}" in image["RUN"][-1]
    assert image["EXPOSE"] == [str(_default_port())]
    assert yaml.safe_load(image["ENTRYPOINT"][0]) == ["closeknit"]
    assert yaml.safe_load(image["CMD"][0])[0] in COMMANDS
    asked = yaml.safe_load(image["HEALTHCHECK"][0].partition("CMD ")[2])
    assert asked[0] == "closeknit"
    assert asked[1] in COMMANDS


def test_what_the_image_copies_is_there_and_let_in():
    let_in = {
        line.removeprefix("!")
        for line in (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
        if line.startswith("!")
    }
    copied = {
        source
        for line in _instructions()["COPY"]
        for source in split(line)[:-1]
        if "--from" not in line and source != "."
    }

    assert {"pyproject.toml", "uv.lock", "setup/get_uv.py"} <= copied <= let_in
    assert {"src", "hatch_build.py", "README.md"} <= let_in
    assert all((ROOT / name).exists() for name in let_in)


def test_in_compose_only_caddy_can_be_reached_and_it_reaches_closeknit(compose):
    closeknit, caddy = compose["services"]["closeknit"], compose["services"]["caddy"]
    caddyfile = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")

    assert "ports" not in closeknit
    assert closeknit["environment"]["CLOSEKNIT_TRUSTED_PROXIES"] == "1"
    assert closeknit["environment"]["CLOSEKNIT_PUBLIC_URL"].startswith("https://${PUBLIC_NAME")
    assert f"reverse_proxy closeknit:{_default_port()}" in caddyfile
    assert "{$PUBLIC_NAME}" in caddyfile
    assert "PUBLIC_NAME" in caddy["environment"]
    built = (DEPLOY / closeknit["build"]["context"]).resolve()
    assert (built / closeknit["build"]["dockerfile"]).is_file()


def test_every_volume_of_compose_is_declared_or_a_file_that_is_there(compose):
    for name, service in compose["services"].items():
        for volume in service["volumes"]:
            source = volume.split(":")[0]
            assert source in compose["volumes"] or (DEPLOY / source).is_file(), (name, volume)
    assert compose["services"]["closeknit"]["volumes"] == [f"data:{_instructions()['VOLUME'][0]}"]


@pytest.mark.parametrize("name", UNITS[:2])
def test_a_unit_runs_a_command_that_is_there_outside_every_home(name):
    service = _unit(name)["Service"]
    started = [split(line) for line in service["ExecStart"].splitlines() if line]
    ours = [words for words in started if words[0].endswith("/closeknit")]

    assert len(ours) == 1
    assert ours[0][1] in COMMANDS
    assert service["ProtectHome"] == "yes"
    assert f"UV_TOOL_BIN_DIR={Path(ours[0][0]).parent}" in HOSTING
    for setting in ("UV_TOOL_DIR", "UV_PYTHON_INSTALL_DIR"):
        assert re.search(rf"{setting}=/opt/", HOSTING)


def test_the_units_share_one_user_one_folder_and_one_file_of_settings():
    serve, backup = (_unit(name)["Service"] for name in UNITS[:2])
    settings = dict(
        line.split("=", 1)
        for line in (DEPLOY / "closeknit.env").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    )

    for name in ("User", "EnvironmentFile", "StateDirectory", "StateDirectoryMode", "UMask"):
        assert serve[name] == backup[name]
    folder = f"/var/lib/{serve['StateDirectory']}"
    assert settings["CLOSEKNIT_DATA_DIR"] == folder
    assert f"{folder}/backups" in backup["ExecStart"]
    assert f"u {serve['User']} " in (DEPLOY / "closeknit.sysusers").read_text(encoding="utf-8")
    assert f"install -m 600 deploy/closeknit.env {serve['EnvironmentFile']}" in HOSTING


def test_each_file_says_where_it_is_put():
    for name in UNITS:
        first = (DEPLOY / name).read_text(encoding="utf-8").splitlines()[0]
        assert first == f"# /etc/systemd/system/{name}"


def _instructions():
    """Return each of the Dockerfile's instructions with its arguments, in order."""
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            name, _, rest = line.partition(" ")
            found.setdefault(name, []).append(" ".join(rest.split()))
    return found


def _environment_of(image):
    return dict(pair.split("=", 1) for line in image["ENV"] for pair in line.split())


def _default_port():
    return read_environment().port


def _unit(name):
    """Read a unit; a key that stands twice keeps each of its values, one a line."""
    text = (DEPLOY / name).read_text(encoding="utf-8")
    parser = ConfigParser(interpolation=None, comment_prefixes="#")
    parser.optionxform = str  # type: ignore[assignment, method-assign]  # keys keep their case
    twice = re.compile(r"^(ExecStart=.*)\n(?:#.*\n)*ExecStart=", re.MULTILINE)
    parser.read_string(twice.sub(r"\1\n  ", text))
    return parser
