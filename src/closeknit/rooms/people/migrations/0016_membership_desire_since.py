from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0015_noted_secrets"),
    ]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="desire_since",
            field=models.DateField(null=True),
        ),
    ]
