"""A person's reminders and ways, and what the sender asks."""
