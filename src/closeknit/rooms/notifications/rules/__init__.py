"""When a reminder is due, whether one is sent, and which ways may be named; no Django, no clock."""
