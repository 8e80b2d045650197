"""One line of the server's notes: nanoseconds of the monotonic clock, the topic, its version."""

import struct

STAMP = struct.Struct("=q16sq")
