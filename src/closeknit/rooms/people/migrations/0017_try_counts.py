from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0016_exports"),
    ]

    operations = [
        migrations.CreateModel(
            name="TryCount",
            fields=[
                (
                    "key",
                    models.CharField(max_length=32, primary_key=True, serialize=False),
                ),
                ("tried_at", models.JSONField()),
                ("ends_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["ends_at"], name="tries_by_their_end")],
            },
        ),
    ]
