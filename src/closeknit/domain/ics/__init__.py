"""Calendar files know when something comes again and under which plain title.

They write it down after RFC 5545, with its time zone. They refuse to know whose it is, what it is
for, and which clock is right.
"""

from closeknit.domain.ics.files import Event, Repeats, calendar_file

__all__ = ["Event", "Repeats", "calendar_file"]
