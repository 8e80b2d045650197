"""Who somebody is: by name or address, and what this server knows of its people."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.db.models import Q, QuerySet

from closeknit.rooms.people.hashers import pepper_key_id
from closeknit.rooms.people.models import (
    ArchivedAccount,
    NotedSecret,
    User,
)
from closeknit.rooms.people.models import Keyring as KeyringRow
from closeknit.rooms.people.rules.names import fold_name, spelt_as_first
from closeknit.rooms.people.viewer import Viewer


def person_called(typed: str) -> User | None:
    """Return who signs in by this name, however it is spelt, or by this address.

    The very spelling comes first: older names that fold alike are told apart by it.
    """
    people, spelt = User.objects.select_related("keyring"), spelt_as_first(typed)
    unlike = people.exclude(folded_name="").filter(has_twin_name=False)
    by_folding = unlike.filter(folded_name=fold_name(typed))
    by_address = people.exclude(email="").filter(email=spelt)
    return people.filter(username=spelt).first() or by_folding.first() or by_address.first()


def is_name_taken(*, folded: str, but_for: User | None = None) -> bool:
    """Tell whether somebody else signs in by a name that folds to this, or may again.

    The name of an archived account stays taken for everybody but who began again under it.
    """
    others = User.objects.filter(folded_name=folded)
    archived = ArchivedAccount.objects.filter(folded_name=folded)
    return _is_somebodys(others, archived, but_for=but_for)


def is_address_taken(*, address: str, but_for: User) -> bool:
    """Tell whether somebody else has this e-mail address, or may have it again."""
    others = User.objects.filter(email=address)
    archived = ArchivedAccount.objects.filter(email=address)
    return bool(address) and _is_somebodys(others, archived, but_for=but_for)


def _is_somebodys(
    people: QuerySet[User], archived: QuerySet[ArchivedAccount], *, but_for: User | None
) -> bool:
    if but_for is not None:
        people = people.exclude(pk=but_for.pk)
        archived = archived.exclude(present=but_for)
    return people.exists() or archived.exists()


def accounts_called(name: str, *, today: date) -> list[User]:
    """Return who signs in by this name or address, and then the accounts of it archived."""
    present = person_called(name)
    named = Q(archived__folded_name=fold_name(name)) | Q(archived__email=spelt_as_first(name))
    away = User.objects.select_related("keyring").filter(named, archived__ends_on__gte=today)
    return [*([present] if present else []), *away.order_by("-archived__ends_on", "pk")]


def has_lost_its_pepper() -> bool:
    """Tell whether passwords here were made with a pepper that this host no longer has."""
    mark = pepper_key_id()  # before or after it, since no index answers "not equal"
    return KeyringRow.objects.filter(Q(pepper_key_id__lt=mark) | Q(pepper_key_id__gt=mark)).exists()


def foreign_secrets() -> list[str]:
    """Return which of this process's secrets are others than rows here were written with."""
    return [
        row.name
        for row in NotedSecret.objects.all()
        if settings.SECRET_KEY_IDS.get(row.name) != bytes(row.key_id)
    ]


def host_of(*, viewer: Viewer) -> User | None:
    """Return who runs this server, when that is one of the two; else None."""
    both = [viewer.user, viewer.partner] if viewer.partner else [viewer.user]
    return next((person for person in both if person.is_host), None)


def is_first_visit_here() -> bool:
    """Tell whether nobody has an account on this server yet."""
    return not User.objects.exists()


def sends_mail() -> bool:
    """Tell whether a mail can leave this server; while its setting is wrong, none can."""
    return not str(settings.EMAIL_BACKEND).endswith("dummy.EmailBackend")


def settings_passed_over(*, viewer: Viewer) -> Sequence[str]:
    """Return a sentence for each setting that is wrong, to whoever runs this server alone."""
    return tuple(settings.ENVIRONMENT.warnings.values()) if viewer.user.is_host else ()
