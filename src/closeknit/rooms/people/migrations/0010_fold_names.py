"""Give everybody their folded name; where two fold alike, both keep signing in by their own."""

from collections import Counter

from django.db import migrations

from closeknit.rooms.people.rules.names import fold_name

_AT_ONCE = 500  # rows


def fold_all(apps, _editor):
    people = apps.get_model("people", "User").objects
    folded = Counter(fold_name(name) for name in people.values_list("username", flat=True))
    changed = []
    for person in people.only("pk", "username"):
        person.folded_name = fold_name(person.username)
        person.has_twin_name = folded[person.folded_name] > 1
        changed.append(person)
    people.bulk_update(changed, ["folded_name", "has_twin_name"], batch_size=_AT_ONCE)


def unfold_all(apps, _editor):
    apps.get_model("people", "User").objects.update(folded_name="", has_twin_name=False)


class Migration(migrations.Migration):
    dependencies = [("people", "0009_known_devices_and_folded_names")]
    operations = [migrations.RunPython(fold_all, unfold_all)]
