"""A column named for its day."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('repair', '0003_signed_context'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='asking', name='asked_once_a_day'),
        migrations.RenameField(model_name='asking', old_name='on', new_name='asked_on'),
        migrations.AddConstraint(
            model_name='asking',
            constraint=models.UniqueConstraint(fields=['couple', 'owner', 'asked_on'], name='asked_once_a_day'),
        ),
    ]
