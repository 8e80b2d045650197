from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0017_try_counts"),
    ]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="desire_since",
            field=models.DateField(null=True),
        ),
    ]
