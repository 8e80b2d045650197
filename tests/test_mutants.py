"""The verdict on mutants: what counts as noticed, and when it fails."""

import importlib.util
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def mutants():
    spec = importlib.util.spec_from_file_location("mutants", ROOT / "setup" / "mutants.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def listing(**counts):
    return "".join(
        f"    closeknit.rules.x_{kind}__mutmut_{number}: {kind.replace('_', ' ')}\n"
        for kind, count in counts.items()
        for number in range(count)
    )


@pytest.mark.parametrize(
    ("counts", "status"),
    [
        ({"killed": 9, "survived": 1}, 0),
        ({"killed": 8, "timeout": 1, "survived": 1, "skipped": 40}, 0),
        ({"killed": 89, "survived": 11}, 1),
        ({"killed": 9, "no_tests": 2}, 1),
        ({"killed": 9, "suspicious": 2}, 1),
        ({"killed": 20, "not_checked": 1}, 1),
        ({"not_checked": 5}, 1),
        ({}, 1),
    ],
    ids=str,
)
def test_nine_of_ten_must_be_noticed_and_all_tried(counts, status, mutants):
    assert mutants.told(mutants.read(listing(**counts)))[1] == status


def test_each_that_nobody_noticed_is_named(mutants):
    said, _status = mutants.told(mutants.read(listing(killed=9, survived=2, no_tests=1)))

    assert [line.split()[-1] for line in said if "x_survived" in line or "x_no_tests" in line] == [
        "closeknit.rules.x_no_tests__mutmut_0",
        "closeknit.rules.x_survived__mutmut_0",
        "closeknit.rules.x_survived__mutmut_1",
    ]
    assert "9 of 12 mutants were noticed, 75.0%" in said[-2]


def test_what_runs_too_long_is_ended_with_all_it_started(mutants, monkeypatch, tmp_path, capsys):
    slow = tmp_path / "mutmut"
    slow.write_text(f"#!{sys.executable}\nimport time\ntime.sleep(600)\n")
    slow.chmod(0o755)
    monkeypatch.setattr(mutants, "_mutmut", lambda: str(slow))

    mutants.run_mutmut([], minutes=0.01)

    assert "Stopped after 0.01 minutes." in capsys.readouterr().out


def test_what_it_looks_at_and_runs_is_there():
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutmut"]

    for pattern in asked["only_mutate"] + asked["do_not_mutate"]:
        assert list(ROOT.glob(pattern)), pattern
    for test in asked["pytest_add_cli_args_test_selection"]:
        assert (ROOT / test).exists(), test


def test_every_rule_of_a_room_is_looked_at():
    rules = {
        *ROOT.glob("src/closeknit/rooms/*/rules.py"),
        *ROOT.glob("src/closeknit/rooms/*/rules/*.py"),
    }
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutmut"]

    assert rules <= {file for pattern in asked["only_mutate"] for file in ROOT.glob(pattern)}


def test_without_a_database_no_test_asks_for_one():
    command = [sys.executable, "-m", "pytest", "-p", "without_database", "--collect-only"]
    done = subprocess.run(
        [*command, "tests/rooms/people/test_people_names.py"],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout
    assert "deselected" in done.stdout
    assert "::" in done.stdout
