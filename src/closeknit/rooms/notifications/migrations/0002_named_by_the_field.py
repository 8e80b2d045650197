from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='outboxmessage',
            name='one_message_a_day',
        ),
        migrations.RemoveIndex(
            model_name='outboxmessage',
            name='messages_by_day',
        ),
        migrations.RenameField(model_name='channel', old_name='way', new_name='kind'),
        migrations.RenameField(model_name='outboxmessage', old_name='on', new_name='due_on'),
        migrations.AddIndex(
            model_name='outboxmessage',
            index=models.Index(fields=['due_on'], name='messages_by_day'),
        ),
        migrations.AddConstraint(
            model_name='outboxmessage',
            constraint=models.UniqueConstraint(fields=('user', 'due_on'), name='one_message_a_day'),
        ),
    ]
