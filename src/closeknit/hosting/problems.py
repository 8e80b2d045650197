"""What stops a host, in a sentence they can act on."""


class HostError(Exception):
    """One sentence: what happened, what is safe, what to do."""
