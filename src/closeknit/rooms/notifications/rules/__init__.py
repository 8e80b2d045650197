"""When a reminder is due, whether one is sent, which channels may be named; no Django, no clock."""
