import subprocess
import sys

import pytest
from served import closeknit

from closeknit.cli.commands import COMMANDS


def test_help_names_every_command_with_its_summary(tmp_path):
    done = closeknit("--help", home=tmp_path)

    assert done.returncode == 0
    for name, entry in COMMANDS.items():
        assert (name in done.stdout) is not entry.is_hidden
        assert (entry.summary in done.stdout) is not entry.is_hidden


def test_help_starts_no_django_and_touches_no_data_folder(tmp_path):
    code = "import sys; sys.argv = ['closeknit', '--help']\nfrom closeknit.cli import main\n"
    code += "try: main()\nexcept SystemExit: print('django.db' in sys.modules)"

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path
    )

    assert done.stdout.rstrip().endswith("False")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name, tmp_path):
    done = closeknit(name, "--help", home=tmp_path / "data")

    assert done.returncode == 0, done.stderr
    assert COMMANDS[name].summary.rstrip(".") in done.stdout


def test_an_unknown_command_is_refused_with_a_sentence(tmp_path):
    done = closeknit("sevre", home=tmp_path)

    assert done.returncode == 2
    assert "No such command 'sevre'" in done.stderr


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("PORT", "many"),
        ("PORT", "70000"),
        ("PUBLIC_URL", "kitchen"),
        ("DATABASE_URL", "oracle://x"),
    ],
)
def test_a_setting_that_cannot_be_read_is_named(setting, value, tmp_path):
    done = closeknit("doctor", home=tmp_path, **{setting: value})

    assert done.returncode == 1
    assert setting in done.stderr
    assert "Traceback" not in done.stderr


def test_a_setting_that_is_passed_over_is_named_by_doctor_without_its_password(tmp_path):
    done = closeknit("doctor", home=tmp_path, EMAIL_URL="smtp://us:quiet@mail.example", THREADS="0")

    assert done.returncode == 1
    assert "see to   CLOSEKNIT_EMAIL_URL would send its password in the clear" in done.stdout
    assert "Mail is held" in done.stdout
    assert "see to   CLOSEKNIT_THREADS must be a number from 1 to 64." in done.stdout
    assert "quiet" not in done.stdout


def test_check_library_finds_the_shipped_content_in_order(tmp_path):
    done = closeknit("check-library", home=tmp_path)

    assert done.returncode == 0, done.stdout


def test_check_library_names_the_file_and_fails(tmp_path):
    broken = tmp_path / "content" / "en" / "questions" / "listening.toml"
    broken.parent.mkdir(parents=True)
    broken.write_text("strand = ", encoding="utf-8")

    done = closeknit("check-library", "--root", str(tmp_path / "content"), home=tmp_path)

    assert done.returncode == 1
    assert "listening.toml" in done.stdout
