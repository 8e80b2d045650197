"""Reminders: when, how often and by which channel; it knows no room's words and no person's."""
