from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('repair', '0004_asked_on'),
    ]

    operations = [
        migrations.RenameModel(old_name='Half', new_name='LoopHalf'),
        migrations.RenameModel(old_name='Asking', new_name='TimeRequest'),
        migrations.RemoveConstraint(
            model_name='loophalf',
            name='repair_half_sealed_until_opened',
        ),
        migrations.RemoveConstraint(
            model_name='loophalf',
            name='repair_half_no_escrow_once_open',
        ),
        migrations.AddConstraint(
            model_name='loophalf',
            constraint=models.CheckConstraint(condition=models.Q(('for_couple', None), ('opened_on__isnull', False), _connector='OR'), name='repair_loophalf_sealed_until_opened'),
        ),
        migrations.AddConstraint(
            model_name='loophalf',
            constraint=models.CheckConstraint(condition=models.Q(('escrow', None), ('opened_on', None), _connector='OR'), name='repair_loophalf_no_escrow_once_open'),
        ),
    ]
