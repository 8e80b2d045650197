"""Short ways to write and read thank-yous in these tests."""

from uuid import UUID, uuid4

from cast import Person

from closeknit.rooms.moments import queries
from closeknit.rooms.moments.actions import write_thanks
from closeknit.rooms.moments.models import Appreciation
from closeknit.rooms.moments.rules import ForWhom, ThankYouWords
from closeknit.rooms.people.models import Keyring

SOUP = "You carried the soup through the rain."


def thank(person: Person, did: str = SOUP, *, for_whom: ForWhom = ForWhom.THEM) -> Appreciation:
    key = write_thanks(
        viewer=person.viewer(), key=uuid4(), words=ThankYouWords(did=did), for_whom=for_whom
    )
    return Appreciation.objects.get(pk=key)


def read(person: Person, key: UUID) -> queries.ThankYou | None:
    """Return one thank-you as a person sees it, or None when it is not theirs to see."""
    viewer = person.viewer()
    row = queries.thank_yous(viewer=viewer).filter(pk=key).first()
    return None if row is None else queries.opened(row, viewer=viewer)


def has_recovery_code(*people: Person) -> None:
    """Let people come back on a later day without being asked for their code first."""
    Keyring.objects.filter(user__in=[each.user for each in people]).update(by_recovery=b"code")
