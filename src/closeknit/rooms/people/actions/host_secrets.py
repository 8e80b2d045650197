"""Noting which of the host's secrets rows here are written with."""

from django.conf import settings
from django.db import transaction

from closeknit.rooms.people.models import NotedSecret


@transaction.atomic
def note_secrets(*, replace: bool) -> list[str]:
    """Note the key ids of this process's secrets; return the names noted with another one.

    With `replace` those are noted anew: their owner says that the old ones are lost.
    """
    noted = {row.name: bytes(row.key_id) for row in NotedSecret.objects.select_for_update()}
    foreign = [name for name, key in settings.SECRET_KEY_IDS.items() if noted.get(name, key) != key]
    for name, key in settings.SECRET_KEY_IDS.items():
        if name not in noted or (replace and name in foreign):
            NotedSecret.objects.update_or_create(name=name, defaults={"key_id": key})
    return [] if replace else foreign
