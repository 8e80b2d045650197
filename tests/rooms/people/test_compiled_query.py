from datetime import date, timedelta
from threading import Thread

from cast import Person
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from closeknit.rooms.people.compiled_query import CompiledQuery, Param
from closeknit.rooms.people.models import Couple, Device, Membership, User

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
