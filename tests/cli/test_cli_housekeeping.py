from closeknit.cli.housekeeping import tidy
from closeknit.rooms.people.actions.passwords import start_fresh
from closeknit.rooms.people.models import Device, OldKeyring


def test_what_has_run_out_is_forgotten_and_the_rest_stays(alice, bob, clock):
    alice.sign_in()
    start_fresh(user=alice.user, root=bytes(32), today=clock.now.date())

    tidy()
    kept = (Device.objects.count(), OldKeyring.objects.count())
    clock.forward(days=61)
    tidy()

    assert kept == (1, 1)
    assert (Device.objects.count(), OldKeyring.objects.count()) == (0, 0)
