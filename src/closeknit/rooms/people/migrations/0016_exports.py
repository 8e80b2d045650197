"""What an export needs while it is made and waits."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0015_noted_secrets'),
    ]

    operations = [
        migrations.CreateModel(
            name='Export',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('sealed_key', models.BinaryField()),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('under way', 'under way'), ('ready', 'ready'), ('broken', 'broken'), ('too large', 'too large')], default='waiting', max_length=12)),
                ('rooms', models.PositiveSmallIntegerField(default=0)),
                ('rooms_done', models.PositiveSmallIntegerField(default=0)),
                ('asked_at', models.DateTimeField()),
                ('beat_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('device', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.device')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='ExportPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('sealed', models.BinaryField()),
                ('export', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='people.export')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('export', 'number'), name='one_part_a_number')],
            },
        ),
    ]
