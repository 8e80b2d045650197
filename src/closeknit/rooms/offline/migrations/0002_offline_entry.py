from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('offline', '0001_initial'),
    ]

    operations = [
        migrations.RenameModel(old_name='TakenIn', new_name='OfflineEntry'),
        migrations.RenameField(model_name='offlineentry', old_name='on', new_name='accepted_on'),
    ]
