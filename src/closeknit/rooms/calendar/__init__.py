"""A private calendar feed: the weekly hour and one's own daily moment, under plain titles."""
