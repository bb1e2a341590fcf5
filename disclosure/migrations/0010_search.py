"""A search document for each item, and the database's own index beside; both filled with the items that are there."""

import django.db.models.deletion
from django.db import migrations, models

from disclosure.search.storage import search_index


def create(apps, schema_editor):
    search_index(schema_editor.connection).create()


def drop(apps, schema_editor):
    search_index(schema_editor.connection).drop()


class Migration(migrations.Migration):

    dependencies = [
        ('disclosure', '0009_site'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchDocument',
            fields=[
                ('item', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='disclosure.item', verbose_name='公开信息')),
                ('head', models.TextField(help_text='每行一项。', verbose_name='标题和编号')),
                ('text', models.TextField(help_text='每行一段：出处、制表符、文字。', verbose_name='其余文字')),
            ],
            options={
                'verbose_name': '检索文本',
                'verbose_name_plural': '检索文本',
                'default_permissions': (),
            },
        ),
        migrations.RunPython(create, drop),
    ]
