"""Whatever keeps something of a person is exported, erased, opened after a new password, declared.

A new table that nobody declared in its room's `<room>_tables.py` fails here.
"""

import io
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from cast import Person
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps
from owned_tables import Table, declared_tables, owned_models, owner_paths
from partner_pages import private_acts, shared_tables

from closeknit.rooms import lifecycles
from closeknit.rooms.archive.actions import erase_everything, gather, pack
from closeknit.rooms.lifecycles import LIFECYCLES
from closeknit.rooms.people.actions.passwords import change_password, stretch_new
from closeknit.rooms.people.models import Couple, RevealedTogether, SealedRow, User
from closeknit.rooms.people.viewer import Viewer

TABLES = sorted(declared_tables(), key=lambda table: table.model._meta.label)
ANY = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.model._meta.label)
SEALED = pytest.mark.parametrize(
    "table", [each for each in TABLES if each.is_sealed], ids=lambda table: table.model._meta.label
)


def undeclared(every) -> set[str]:
    known = {table.model for table in TABLES}
    return {model._meta.label for model in owned_models(every) - known}


def words_of(person: Person) -> str:
    return f"a kettle that only {person.name} knows"


def fill(table: Table, alice: Person, bob: Person) -> None:
    """Let both write; a day apart, since some things come once a day."""
    table.write(alice, bob, words_of(alice))
    table.write(bob, alice, words_of(bob))


def rows_of(table: Table, person: Person) -> set[object]:
    if not owner_paths(table.model):
        return set()
    found = models.Q()
    for path in owner_paths(table.model):
        found |= models.Q(**{path: person.user.pk})
    return set(table.model._default_manager.filter(found).values_list("pk", flat=True))


def exported_by(person: Person) -> tuple[str, str]:
    """Return what a person takes along, for machines and for reading."""
    archive = gather(
        user=person.user, keyring=person.keyring, viewer=person.viewer(), now=person.clock.now
    )
    with zipfile.ZipFile(io.BytesIO(pack(archive))) as folder:
        return folder.read("closeknit.json").decode(), folder.read("closeknit.html").decode()


def opened(table: Table, viewer: Viewer) -> dict[object, object]:
    """Return what the viewer can open in a table."""
    rows: Any = table.model._default_manager.all()
    return {row.pk: words for row in rows if (words := viewer.open(row)) is not None}


def test_every_table_of_a_person_or_a_couple_is_declared():
    assert undeclared(apps.get_models()) == set()
    assert len(TABLES) == len({table.model for table in TABLES})


def test_every_sealed_table_is_among_them():
    sealed = {each for each in apps.get_models() if issubclass(each, SealedRow)}

    assert sealed == {table.model for table in TABLES if table.is_sealed}


def made_up(name: str, base: type[models.Model] = models.Model, **fields) -> type[models.Model]:
    """Make a table of an app that is not there."""
    meta = type("Meta", (), {"app_label": "made_up"})
    return type(name, (base,), {"Meta": meta, "__module__": __name__, **fields})


@isolate_apps()
def test_a_table_that_nobody_declared_is_found_by_its_key_its_name_or_its_parent():
    by_key = made_up("ByKey", writer=models.ForeignKey(User, models.CASCADE))
    by_name = made_up("ByName", owner_id=models.UUIDField())
    by_parent = made_up("ByParent", above=models.ForeignKey(by_key, models.CASCADE))
    sealed = made_up("Sealed", SealedRow)
    of_nobody = made_up("OfNobody", text=models.TextField())

    found = undeclared([*apps.get_models(), by_key, by_name, by_parent, sealed, of_nobody])

    assert found == {"made_up.ByKey", "made_up.ByName", "made_up.ByParent", "made_up.Sealed"}


def test_each_room_that_keeps_such_a_table_has_one_lifecycle():
    rooms = {
        table.model._meta.app_config.name
        for table in TABLES
        if table.model.__module__.startswith("closeknit.")
    }

    listed = [each.erase.__module__.split(".actions")[0] for each in LIFECYCLES]

    assert sorted(listed) == sorted(rooms)
    assert len({each.key for each in LIFECYCLES}) == len(LIFECYCLES)


def test_people_come_last_so_that_nothing_stands_on_an_account_that_goes():
    assert LIFECYCLES[-1].key == "choices"


@ANY
def test_the_partner_pages_know_each_table(table):
    label = table.model._meta.label

    assert (label in shared_tables()) != any(
        label in written for written in private_acts().values()
    )


@ANY
def test_erasing_takes_each_row_of_ones_own_and_leaves_the_others(couple, table):
    alice, bob = couple
    fill(table, alice, bob)
    of_alice, of_bob = rows_of(table, alice), rows_of(table, bob)

    erase_everything(user=alice.user, now=alice.clock.now)

    assert not rows_of(table, alice)
    left = table.model._default_manager.all()
    blank = left.filter(sealed=b"") if table.is_sealed else left.none()
    assert not left.filter(pk__in=of_alice - of_bob).exclude(pk__in=blank).exists()
    assert table.goes_with or of_bob - of_alice <= set(left.values_list("pk", flat=True))


@ANY
def test_each_room_erases_its_own_rows_and_leaves_none_to_the_account(couple, table):
    alice, bob = couple
    fill(table, alice, bob)

    for each in LIFECYCLES[:-1]:
        each.erase(user=alice.user)

    is_of_people = table.model._meta.app_label in ("people", "account", "mfa")
    assert is_of_people or not rows_of(table, alice)


@ANY
def test_when_both_are_gone_a_table_is_empty(couple, table):
    alice, bob = couple
    fill(table, alice, bob)

    for person in couple:
        erase_everything(user=person.user, now=person.clock.now)

    assert not table.model._default_manager.exists()
    assert not Couple.objects.exists()


@SEALED
def test_an_export_holds_ones_own_words_of_each_sealed_table(couple, table):
    alice, bob = couple
    table.write(alice, bob, words_of(alice))

    for file in exported_by(alice):
        assert table.words(words_of(alice)) in file


@SEALED
def test_the_partners_export_holds_what_they_may_read_and_no_more(couple, table):
    alice, bob = couple
    table.write(alice, bob, words_of(alice))

    for file in exported_by(bob):
        assert (table.words(words_of(alice)) in file) is table.partner_reads


@SEALED
def test_every_sealed_table_opens_after_a_new_password(couple, table):
    alice, bob = couple
    fill(table, alice, bob)
    before = alice.viewer()
    readable, of_bob = opened(table, before), opened(table, bob.viewer())

    keyring, _code = change_password(
        user=User.objects.select_related("keyring").get(pk=alice.user.pk),
        umk=before.keyring.umk,
        password=stretch_new("another quiet evening"),
    )

    assert readable
    assert opened(table, before.with_keyring(keyring)) == readable
    assert opened(table, bob.viewer()) == of_bob


WAITING = pytest.mark.parametrize(
    "table",
    [each for each in TABLES if each.wait is not None],
    ids=lambda table: table.model._meta.label,
)


def left_waiting(table: Table, alice: Person, bob: Person) -> models.QuerySet:
    """Let Alice leave a row that waits for Bob's; return all that wait."""
    table.wait(alice, bob, words_of(alice))
    rows: Any = table.model._default_manager.filter(escrow__isnull=False)
    assert [row.owner for row in rows] == [alice.user]
    return rows.all()


def test_each_table_that_opens_together_says_how_a_row_waits():
    together = {each for each in apps.get_models() if issubclass(each, RevealedTogether)}

    assert together == {table.model for table in TABLES if table.wait is not None}


@WAITING
def test_closing_a_space_destroys_whatever_could_still_open(couple, table):
    alice, bob = couple
    waiting = left_waiting(table, alice, bob)

    lifecycles.close(couple=alice.viewer().couple, now=alice.clock.now)

    assert not waiting.exists()


@WAITING
def test_whatever_waits_under_a_lost_escrow_key_is_sealed_anew(couple, table, settings):
    alice, bob = couple
    waiting = left_waiting(table, alice, bob)
    settings.HOST_SECRETS = replace(settings.HOST_SECRETS, escrow=bytes(32))

    lost = [alice.viewer().has_lost_escrow(row) for row in waiting.all()]
    lifecycles.renew_escrows(viewer=alice.viewer())

    assert lost == [True]
    assert [alice.viewer().has_lost_escrow(row) for row in waiting.all()] == [False]
