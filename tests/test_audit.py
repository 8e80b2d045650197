"""The audit of locked packages says what it did not ask, and fails for what nobody accepted."""

import importlib.util
import json
import subprocess
from datetime import date
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "setup" / "audit.py"
LOCKED = "django==5.2.9\nsix==1.16.0 ; python_version < '4'\n"
TODAY = date(2026, 3, 2)


@pytest.fixture(scope="module")
def audit():
    spec = importlib.util.spec_from_file_location("audit", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def answering(*packages):
    return lambda _requirements: json.dumps({"dependencies": list(packages)})


def test_what_was_asked_and_is_clean_is_called_audited(audit):
    clean = answering(
        {"name": "django", "version": "5.2.9", "vulns": []},
        {"name": "six", "version": "1.16.0", "vulns": []},
    )

    said, status = audit.told(audit.read(LOCKED, ask=clean), {})

    assert (said, status) == (["audited: 2 of 2 locked packages."], 0)


def test_an_index_without_advisories_is_no_good_audit(audit):
    mirror = answering(
        {"name": "django", "skip_reason": "Dependency not found on PyPI"},
        {"name": "six", "skip_reason": "Dependency not found on PyPI"},
    )

    said, status = audit.told(audit.read(LOCKED, ask=mirror), {})

    assert status == 0
    assert said == [
        "not audited: 2 of 2 locked packages; the package index knows no advisories for them."
    ]


@pytest.mark.parametrize(
    "error",
    [OSError("no route to the host"), subprocess.TimeoutExpired("pip-audit", 600), ValueError("<")],
)
def test_a_missing_network_fails_nothing_and_claims_nothing(error, audit):
    def fail(_requirements):
        raise error

    said, status = audit.told(audit.read(LOCKED, ask=fail), {})

    assert status == 0
    assert len(said) == 1
    assert said[0].startswith("not audited: 2 of 2 locked packages; ")


def test_a_vulnerability_fails_until_somebody_accepts_it_with_a_reason(audit, tmp_path):
    vulnerable = answering(
        {"name": "django", "version": "5.2.9", "vulns": [{"id": "PYSEC-1"}]},
        {"name": "six", "skip_reason": "Dependency not found on PyPI"},
    )
    file = tmp_path / "accepted.toml"
    file.write_text('[PYSEC-1]\nreason = "We never call it."\nuntil = 2026-03-02\n')

    found = audit.read(LOCKED, ask=vulnerable)

    assert audit.told(found, {})[1] == 1
    assert "VULNERABLE: django 5.2.9 has PYSEC-1." in audit.told(found, {})[0]
    said, status = audit.told(found, audit.read_accepted(file, today=TODAY))
    assert status == 0
    assert "accepted: django 5.2.9 has PYSEC-1: We never call it." in said
    assert any(line.startswith("not audited: 1 of 2") for line in said)
    assert audit.read_accepted(file, today=date(2026, 3, 3)) == {}


def test_the_accepted_ones_can_be_read_and_the_lock_names_packages(audit):
    assert isinstance(audit.read_accepted(audit.ACCEPTED, today=TODAY), dict)
    with pytest.raises(SystemExit, match="names no package"):
        audit.read("", ask=answering())
