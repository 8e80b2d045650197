"""A person's reminders: what they want, and the channels that lead to them."""
