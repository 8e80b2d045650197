"""What a terminal can show; a log or an old terminal may know few letters."""

import io
import sys

_PARTS_OF_A_PICTURE = "\u2580\u2584\u2588"


def never_fail_to_print() -> None:
    """Have letters that the output does not know written as escapes; a command goes on."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def can_show_pictures() -> bool:
    """Tell whether the output knows the half blocks that a picture to scan is made of."""
    try:
        _PARTS_OF_A_PICTURE.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True
