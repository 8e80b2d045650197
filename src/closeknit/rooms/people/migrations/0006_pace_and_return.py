from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0005_keyring_escrow_mark'),
    ]

    operations = [
        migrations.AddField(
            model_name='couple',
            name='pace',
            field=models.CharField(blank=True, choices=[('little', 'little'), ('some', 'some'), ('more', 'more')], max_length=8),
        ),
        migrations.AddField(
            model_name='device',
            name='returned_at',
            field=models.DateTimeField(null=True),
        ),
    ]
