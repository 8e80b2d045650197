"""A person's reminders and channels, and what the sender asks."""
