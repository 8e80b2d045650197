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
from closeknit.rooms.people.rules.names import (
    MOST_BY_ONE_ADDRESS,
    fold_name,
    is_address,
    spelt_as_first,
)
from closeknit.rooms.people.viewer import Viewer


def people_called(typed: str) -> list[User]:
    """Return who signs in by this name, however it is spelt, and then who has set this address.

    The very spelling comes first: older names that fold alike are told apart by it. Of those with
    one address the oldest account comes first, so that nobody who is invited later and sets it
    pushes anybody back.
    """
    people, spelt = User.objects.select_related("keyring"), spelt_as_first(typed)
    unlike = people.exclude(folded_name="").filter(has_twin_name=False)
    by_folding = unlike.filter(folded_name=fold_name(typed))
    named = people.filter(username=spelt).first() or by_folding.first()
    found = [named] if named else []
    return [*found, *(each for each in people_at(spelt) if each not in found)]


def people_at(address: str) -> list[User]:
    """Return who has set this address, the oldest account first."""
    if not is_address(address):
        return []
    people = User.objects.select_related("keyring").filter(email=address)
    return list(people.order_by("created_at", "pk"))


def is_name_taken(*, folded: str, but_for: User | None = None) -> bool:
    """Tell whether somebody else signs in by a name that folds to this, or may again.

    The name of an archived account stays taken for everybody but who began again under it.
    """
    others = User.objects.filter(folded_name=folded)
    archived = ArchivedAccount.objects.filter(folded_name=folded)
    if but_for is not None:
        others = others.exclude(pk=but_for.pk)
        archived = archived.exclude(present=but_for)
    return others.exists() or archived.exists()


def accounts_a_password_may_open(name: str, *, today: date) -> list[User]:
    """Return who signs in by this name or address, and then the accounts of this name archived.

    Archived accounts answer to their name alone. By an address each would be one more Argon2 run
    beside those of others, or push one of them out, and tell so who else has set it.
    """
    return [*people_called(name)[:MOST_BY_ONE_ADDRESS], *_archived(_of_name(name), today=today)]


def accounts_a_code_may_open(name: str, *, today: date) -> list[User]:
    """Return all accounts of this name or address, the archived ones last.

    Nobody guesses a recovery code, and trying one costs no Argon2: none need be left out.
    """
    of_both = _of_name(name) | Q(archived__email=spelt_as_first(name))
    return [*people_called(name), *_archived(of_both, today=today)]


def stands_for_any(*, user: User, earlier: Sequence[User]) -> bool:
    """Tell whether a person has archived one of these accounts."""
    return ArchivedAccount.objects.filter(user__in=earlier, present=user).exists()


def _of_name(name: str) -> Q:
    return Q(archived__folded_name=fold_name(name))


def _archived(which: Q, *, today: date) -> QuerySet[User]:
    away = User.objects.select_related("keyring").filter(which, archived__ends_on__gte=today)
    return away.order_by("-archived__ends_on", "pk")


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
