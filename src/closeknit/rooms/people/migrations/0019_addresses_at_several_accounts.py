"""Let an address stand at several accounts.

Taken back, it fails whole, and changes nothing, where two accounts share an address by then: which
of the two should lose theirs, no migration can know.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0018_membership_desire_since"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="user", name="one_person_per_email"),
        migrations.AddIndex(
            model_name="user",
            index=models.Index(fields=["email"], name="people_by_email"),
        ),
    ]
