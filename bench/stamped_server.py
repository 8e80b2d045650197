"""`closeknit serve` that notes when each room's change was committed. Run by bench/live.py."""

import os
import sys
import time
from pathlib import Path
from uuid import UUID

import django
from stamp import STAMP

from closeknit.cli.readiness import Meant, make_ready
from closeknit.config.environment import read_environment

os.environ["CLOSEKNIT_PORT"] = sys.argv[-1]
make_ready(read_environment(), meant=Meant())
django.setup()

from closeknit.cli.serving import serve  # noqa: E402  tables come after the set-up
from closeknit.live import bus  # noqa: E402


def main() -> None:
    notes = os.open(Path(sys.argv[1]), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    announce = bus.announce

    def stamped(topic: UUID, *, version: int) -> None:
        os.write(notes, STAMP.pack(time.monotonic_ns(), topic.bytes, version))
        announce(topic, version=version)

    bus.announce = stamped  # type: ignore[method-assign]
    serve(read_environment(), meant=Meant())


if __name__ == "__main__":
    main()
