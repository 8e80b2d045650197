"""What Today asks and offers: at most one thing beside what waits; no Django, no clock."""
