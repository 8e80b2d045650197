"""One line of the server's notes: nanoseconds of the monotonic clock, the room, its version."""

import struct

STAMP = struct.Struct("=q16sq")
