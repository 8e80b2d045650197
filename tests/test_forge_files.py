"""What the forge's files and the hooks call must be there, and each form guards privacy."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[0-9]-*.yml"))
HOOKS = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
TARGETS = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_calls_the_gate_and_may_change_nothing(path):
    text = path.read_text(encoding="utf-8")
    workflow = yaml.safe_load(text)
    jobs = workflow["jobs"].values()

    assert workflow["permissions"] == {"contents": "read"}
    assert "secrets." not in text
    for job in jobs:
        assert job["timeout-minutes"] > 0
        assert any(step.get("run", "").startswith("bash .ci/run") for step in job["steps"])
        for step in (each for each in job["steps"] if "uses" in each):
            assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", step["uses"]), "a tag can be moved"


def test_the_gate_runs_on_the_oldest_python_that_we_say_we_support():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    workflow = yaml.safe_load(WORKFLOWS[0].read_text(encoding="utf-8"))

    pythons = workflow["jobs"]["gate"]["strategy"]["matrix"]["python"]

    assert len(pythons) >= 2
    assert all(isinstance(each, str) for each in pythons), "3.10 as a number is 3.1"
    assert project["requires-python"] == f">={pythons[0]}"


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_every_form_says_that_all_can_read_it_and_asks_for_a_yes_to_that(path):
    form = yaml.safe_load(path.read_text(encoding="utf-8"))
    first, last = form["body"][0], form["body"][-1]

    assert {"name", "description", "body"} <= set(form)
    assert "Everybody can read this" in first["attributes"]["value"]
    assert last["attributes"]["options"][0]["required"] is True
    ids = [part["id"] for part in form["body"] if "id" in part]
    assert len(ids) == len(set(ids))


def test_no_issue_is_opened_without_a_form():
    config = yaml.safe_load((FORMS[0].parent / "config.yml").read_text(encoding="utf-8"))

    assert config["blank_issues_enabled"] is False
    assert len(FORMS) == 3


def test_the_pull_request_names_only_targets_that_are_there():
    asked = (ROOT / ".github" / "pull_request_template.md").read_text(encoding="utf-8")

    assert set(re.findall(r"`make ([a-z-]+)", asked)) <= TARGETS
    assert "Everybody can read this" in asked


def test_every_hook_is_local_and_runs_what_the_lock_installed():
    for repo in HOOKS["repos"]:
        assert repo["repo"] == "local"
        for hook in repo["hooks"]:
            program, *rest = hook["entry"].split()
            assert hook["language"] == "system"
            if program == "make":
                assert rest[0] in TARGETS
            else:
                assert program.startswith(".venv/bin/")
                assert (ROOT / program).exists(), program
