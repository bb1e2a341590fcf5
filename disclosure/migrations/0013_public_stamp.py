"""The word that changes with everything public, and the index that finds what is scheduled next."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('disclosure', '0012_item_not_in_force'),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE TABLE disclosure_public_stamp (word varchar(36) NOT NULL)",
            "DROP TABLE disclosure_public_stamp",
        ),
        migrations.AddIndex(
            model_name='item',
            index=models.Index(condition=models.Q(('publish_at__isnull', False)), fields=['publish_at'], name='item_scheduled'),
        ),
    ]
