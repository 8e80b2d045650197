from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0014_membership_resealed'),
    ]

    operations = [
        migrations.CreateModel(
            name='NotedSecret',
            fields=[
                ('name', models.CharField(max_length=20, primary_key=True, serialize=False)),
                ('key_id', models.BinaryField()),
            ],
        ),
    ]
