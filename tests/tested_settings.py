"""The settings under test: never those of this machine's own Closeknit."""

import os
import tempfile

for name in [name for name in os.environ if name.startswith("CLOSEKNIT_")]:
    if name != "CLOSEKNIT_NO_SKIPS":
        del os.environ[name]
os.environ["CLOSEKNIT_DATA_DIR"] = tempfile.mkdtemp(prefix="closeknit-tests-")
os.environ["CLOSEKNIT_PUBLIC_URL"] = "http://testserver"

from closeknit.config.settings import *  # noqa: E402, F403  the environment comes first

# By its name, since pytest-xdist knows only Django's own SQLite as one without a file.
DATABASES["default"]["TEST"] = {"NAME": ":memory:"}  # noqa: F405  from the settings above
