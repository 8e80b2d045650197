"""The rules that all mutual reveals share, and the day of a yes named as such."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [
        ('practices', '0002_places_and_yeses'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='consent', name='yes_sealed_until_both'),
        migrations.RemoveConstraint(model_name='consent', name='no_escrow_once_both'),
        migrations.RemoveIndex(model_name='consent', name='yeses_of_an_evening'),
        migrations.RenameField(model_name='consent', old_name='on', new_name='said_on'),
        migrations.AddIndex(
            model_name='consent',
            index=models.Index(fields=['couple', 'said_on'], name='yeses_of_an_evening'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(
                condition=Q(for_couple=None) | Q(opened_on__isnull=False),
                name='practices_consent_sealed_until_opened',
            ),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(
                condition=Q(escrow=None) | Q(opened_on=None),
                name='practices_consent_no_escrow_once_open',
            ),
        ),
    ]
