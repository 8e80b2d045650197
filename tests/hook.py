"""The build hook, which stands outside the package."""

import importlib.util
from pathlib import Path
from types import ModuleType

HOOK = Path(__file__).resolve().parents[1] / "hatch_build.py"


def build_hook() -> ModuleType:
    """Return the hook as a build loads it; nothing is built by that."""
    spec = importlib.util.spec_from_file_location("hatch_build", HOOK)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
