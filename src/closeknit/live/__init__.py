"""Telling open pages that something changed, within milliseconds.

It knows identifiers and version numbers, who listens to which, and how to reach other processes.
It refuses to know what stands behind an identifier, who may listen to it (it is handed that
question as a function), and every word.
"""

from closeknit.live.bus import Announcement, AnnouncementKind, Bus, announce, bus, revalidate
from closeknit.live.streams import Grant, Streams

__all__ = [
    "Announcement",
    "AnnouncementKind",
    "Bus",
    "Grant",
    "Streams",
    "announce",
    "bus",
    "revalidate",
]
