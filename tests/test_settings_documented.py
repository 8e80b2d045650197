import ast
import re
from pathlib import Path

import closeknit

ROOT = Path(__file__).parents[1]
ENVIRONMENT = Path(closeknit.__file__).parent / "config" / "environment.py"
DOCUMENTED = re.compile(r"^\| `(CLOSEKNIT_[A-Z_]+)` \|", re.MULTILINE)


def test_every_setting_stands_in_the_hosting_page_and_no_other_does():
    read = _read_by(ENVIRONMENT)
    documented = DOCUMENTED.findall((ROOT / "docs" / "hosting.md").read_text(encoding="utf-8"))

    assert len(read) > 10
    assert sorted(documented) == sorted(read)


def _read_by(module):
    """Return the name of each `env.kind("NAME", …)` call."""
    calls = [node for node in ast.walk(ast.parse(module.read_text())) if isinstance(node, ast.Call)]
    return {
        f"CLOSEKNIT_{name.value}"
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "env"
        and isinstance(name := call.args[0], ast.Constant)
        and isinstance(name.value, str)
    }
