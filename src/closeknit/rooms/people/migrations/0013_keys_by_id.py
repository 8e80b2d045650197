from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0012_coming_zone'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='keyring',
            name='keyrings_by_pepper',
        ),
        migrations.RenameField(model_name='keyring', old_name='pepper_mark', new_name='pepper_key_id'),
        migrations.RenameField(model_name='keyring', old_name='escrow_mark', new_name='escrow_key_id'),
        migrations.RenameField(model_name='oldkeyring', old_name='pepper_mark', new_name='pepper_key_id'),
        migrations.AddIndex(
            model_name='keyring',
            index=models.Index(fields=['pepper_key_id'], name='keyrings_by_pepper'),
        ),
    ]
