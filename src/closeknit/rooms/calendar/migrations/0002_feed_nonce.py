from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("calendar", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="feed",
            name="nonce",
            field=models.BinaryField(default=bytes),
        ),
    ]
