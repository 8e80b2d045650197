"""A light that one of the two leaves on for the other; its words are sealed."""

from closeknit.rooms.people.models import SealedRow


class Lantern(SealedRow):
    """What stands beside the light, for both to read."""

    PLACE = "lanterns_lantern"
