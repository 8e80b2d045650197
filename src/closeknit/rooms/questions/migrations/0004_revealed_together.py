"""One name for the day words opened, and the rules that all mutual reveals share."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [
        ('questions', '0003_open_escrows_by_owner'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='answer', name='sealed_until_revealed'),
        migrations.RemoveConstraint(model_name='answer', name='no_escrow_after_reveal'),
        migrations.RenameField(model_name='answer', old_name='revealed_on', new_name='opened_on'),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.CheckConstraint(
                condition=Q(for_couple=None) | Q(opened_on__isnull=False),
                name='questions_answer_sealed_until_opened',
            ),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.CheckConstraint(
                condition=Q(escrow=None) | Q(opened_on=None),
                name='questions_answer_no_escrow_once_open',
            ),
        ),
    ]
