from datetime import date, timedelta
from threading import Thread
from uuid import uuid4

import pytest
from cast import Person
from django.db import connection
from django.db.models import F, Q
from django.test.utils import CaptureQueriesContext

from closeknit.rooms.people.compiled_query import CompiledQuery, Param
from closeknit.rooms.people.models import Couple, Device, KnownDevice, Membership, User

SEATS = Membership.objects.select_related("user", "couple").order_by("seat")


def test_a_compiled_query_finds_what_the_plain_one_finds(couple):
    alice, bob = couple
    compiled = CompiledQuery(SEATS.filter(couple__memberships__user=Param("user"), left_on=None))

    found = compiled.all(user=alice.user.pk)

    plain = list(SEATS.filter(couple__memberships__user=alice.user, left_on=None))
    assert found == plain
    assert [seat.user for seat in found] == [alice.user, bob.user]
    assert found[0].couple.created_at == plain[0].couple.created_at


def test_each_run_takes_its_own_values(alice: Person, charlie: Person):
    compiled = CompiledQuery(User.objects.filter(pk=Param("user")))

    names = [compiled.first(user=person.user.pk).name for person in (alice, charlie, alice)]

    assert names == ["Alice", "Charlie", "Alice"]


def test_times_and_days_are_compared_as_django_compares_them(alice: Person, clock):
    alice.sign_in()
    ends = Device.objects.get().ends_at
    later = CompiledQuery(Device.objects.filter(ends_at__gt=Param("now")))
    joined = CompiledQuery(Membership.objects.filter(joined_on=Param("day")))

    assert later.first(now=ends - timedelta(seconds=1)) is not None
    assert later.first(now=ends) is None
    assert joined.first(day=date(2026, 3, 2)).user == alice.user
    assert joined.first(day=date(2026, 3, 3)) is None


def test_nobody_is_found_for_no_value(alice: Person):
    compiled = CompiledQuery(User.objects.filter(pk=Param("user")))

    assert compiled.first(user=None) is None


def test_columns_alone_can_be_asked_for(alice: Person):
    compiled = CompiledQuery(
        User.objects.filter(Q(name=Param("name"))).values_list("username", "pk")
    )

    assert compiled.all(name="Alice") == [("alice", alice.user.pk)]


def test_one_run_is_one_query(couple):
    compiled = CompiledQuery(SEATS.filter(couple=Param("couple")))
    home = Couple.objects.get()
    compiled.all(couple=home.pk)

    with CaptureQueriesContext(connection) as captured:
        compiled.all(couple=home.pk)

    assert len(captured) == 1


def test_a_second_thread_reads_by_its_own_connection(transactional_db, clock):
    compiled = CompiledQuery(User.objects.filter(name=Param("name")))
    User.objects.create(username="alice", name="Alice", created_at=clock.now)
    compiled.first(name="Alice")
    found: list[User | None] = []

    def read() -> None:
        found.append(compiled.first(name="Alice"))
        connection.close()

    thread = Thread(target=read)
    thread.start()
    thread.join()

    assert found == list(User.objects.all())


def test_rows_are_deleted_in_one_statement_and_no_others(alice: Person, charlie: Person):
    for person in (alice, charlie):
        person.sign_in()
    prepared = CompiledQuery(KnownDevice.objects.filter(user=Param("user")))
    prepared.delete(user=uuid4())

    with CaptureQueriesContext(connection) as captured:
        prepared.delete(user=alice.user.pk)

    assert len(captured) == 1
    assert [known.user for known in KnownDevice.objects.all()] == [charlie.user]


def test_rows_that_others_hang_on_are_not_deleted_so(alice: Person):
    prepared = CompiledQuery(User.objects.filter(pk=Param("user")))

    with pytest.raises(TypeError, match="hang on User"):
        prepared.delete(user=alice.user.pk)

    assert User.objects.get() == alice.user


def test_what_a_query_adds_stands_on_each_row(couple):
    alice, bob = couple
    asked = Membership.objects.annotate(called=F("user__name")).order_by("seat")
    prepared = CompiledQuery(asked.filter(left_on=Param("left_on")).defer("joined_on"))
    open_seats = CompiledQuery(asked.filter(left_on=None).defer("joined_on"))

    assert prepared.all(left_on=date(2026, 3, 2)) == []
    found = open_seats.all()

    assert [seat.called for seat in found] == [alice.user.name, bob.user.name]
    assert [seat.joined_on for seat in found] == [date(2026, 3, 2)] * 2


def test_rows_of_a_kind_that_nobody_asks_for_are_refused(alice: Person):
    prepared = CompiledQuery(User.objects.filter(pk=Param("user")).values("name"))

    with pytest.raises(TypeError, match="ValuesIterable"):
        prepared.all(user=alice.user.pk)
