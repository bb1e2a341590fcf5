"""What was published before states were kept is published; every column gets a code of its own for its address."""

from django.db import migrations
from django.utils.crypto import get_random_string

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
AT_ONCE = 500


def states(apps, schema_editor):
    items = apps.get_model("disclosure", "Item")._base_manager.using(schema_editor.connection.alias)
    dated = items.filter(published_on__isnull=False)
    dated.filter(method="proactive").update(state="published")
    dated.exclude(method="proactive").update(state="withheld")


def codes(apps, schema_editor):
    categories = apps.get_model("disclosure", "Category")._base_manager.using(schema_editor.connection.alias)
    changed, taken = [], set()
    for category in categories.only("pk", "code").order_by("pk").iterator():
        while (code := get_random_string(8, LETTERS)) in taken:
            pass
        taken.add(code)
        category.code = code
        changed.append(category)
    categories.bulk_update(changed, ["code"], batch_size=AT_ONCE)


class Migration(migrations.Migration):

    dependencies = [
        ("disclosure", "0005_publishing_desk"),
    ]

    operations = [
        migrations.RunPython(states, migrations.RunPython.noop),
        migrations.RunPython(codes, migrations.RunPython.noop),
    ]
