"""Reminders: when, how often and by which way; it knows no room's words and no person's."""
