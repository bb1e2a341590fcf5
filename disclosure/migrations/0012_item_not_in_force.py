"""A small index of the items that are anything but in force, for the public's counts of validity."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('disclosure', '0011_clock'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='item',
            index=models.Index(condition=models.Q(('validity', 'in_force'), _negated=True), fields=['authority', 'state', 'validity'], name='item_not_in_force'),
        ),
    ]
