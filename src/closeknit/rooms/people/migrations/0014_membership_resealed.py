from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0013_keys_by_id"),
    ]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="resealed",
            field=models.BinaryField(default=bytes),
        ),
    ]
