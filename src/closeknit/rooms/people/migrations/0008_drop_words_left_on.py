from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0007_signed_context'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='membership',
            name='words_left_on',
        ),
    ]
