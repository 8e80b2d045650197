"""One name for the day words opened, and the rules that all mutual reveals share."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [
        ('repair', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='half', name='half_sealed_until_shown'),
        migrations.RemoveConstraint(model_name='half', name='no_escrow_once_shown'),
        migrations.RenameField(model_name='half', old_name='shown_on', new_name='opened_on'),
        migrations.AddConstraint(
            model_name='half',
            constraint=models.CheckConstraint(
                condition=Q(for_couple=None) | Q(opened_on__isnull=False),
                name='repair_half_sealed_until_opened',
            ),
        ),
        migrations.AddConstraint(
            model_name='half',
            constraint=models.CheckConstraint(
                condition=Q(escrow=None) | Q(opened_on=None),
                name='repair_half_no_escrow_once_open',
            ),
        ),
    ]
