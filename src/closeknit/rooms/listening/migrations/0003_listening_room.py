from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('listening', '0002_signed_context'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='closingthanks',
            name='one_thanks_a_room_and_person',
        ),
        migrations.RemoveConstraint(
            model_name='turnrating',
            name='one_rating_a_turn_and_person',
        ),
        migrations.RenameField(model_name='turnrating', old_name='room', new_name='listening_room'),
        migrations.RenameField(model_name='closingthanks', old_name='room', new_name='listening_room'),
        migrations.AddConstraint(
            model_name='closingthanks',
            constraint=models.UniqueConstraint(fields=('listening_room', 'owner'), name='one_thanks_a_room_and_person'),
        ),
        migrations.AddConstraint(
            model_name='turnrating',
            constraint=models.UniqueConstraint(fields=('listening_room', 'turn', 'owner'), name='one_rating_a_turn_and_person'),
        ),
    ]
