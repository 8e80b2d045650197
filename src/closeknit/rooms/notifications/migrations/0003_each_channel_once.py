from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0002_named_by_the_field'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='channel',
            name='each_way_once',
        ),
        migrations.AddConstraint(
            model_name='channel',
            constraint=models.UniqueConstraint(fields=('user', 'mark'), name='each_channel_once'),
        ),
    ]
