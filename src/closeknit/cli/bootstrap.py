"""Starting Django from the command line, in the one place that does it.

A module that stands on Django imports it at its top, as every module does; this function loads
such a module once the settings may be read. So `closeknit --help` and the commands that need no
database start in a tenth of a second, and `serve --lan` can choose settings first.
"""

import gc
import os
from importlib import import_module
from types import ModuleType

import django


def with_django(module: str) -> ModuleType:
    """Read the settings, start Django, and return the named module of this package."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "closeknit.config.settings")
    gc.disable()  # nothing that an import makes is garbage: a tenth of the start is saved
    django.setup()
    loaded = import_module(f"{__package__}.{module}")
    gc.freeze()
    gc.enable()
    return loaded
