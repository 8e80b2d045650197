"""Columns named for their days."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('questions', '0005_signed_context'),
    ]

    operations = [
        migrations.RenameField(model_name='skippedquestion', old_name='on', new_name='skipped_on'),
        migrations.RenameField(model_name='packchoice', old_name='on', new_name='chosen_on'),
    ]
