"""A person's reminders: what they want, and the ways that lead to them."""
