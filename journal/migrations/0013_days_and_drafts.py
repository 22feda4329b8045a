"""Drafts have an index of their own, and each day counts its entries, so that neither list nor archive grows."""

from collections import Counter

from django.db import migrations, models
from django.utils import timezone


def count_days(apps, schema_editor):
    """As a save does it: each public entry notes the day that it counts under, and the day counts it."""
    alias = schema_editor.connection.alias
    entries = apps.get_model("journal", "Entry").objects.using(alias).exclude(published_at=None).filter(visibility="public")
    tallies = apps.get_model("journal", "Tally").objects.using(alias)
    counts, batch = Counter(), []
    for entry in entries.only("published_at", "tallied").iterator(chunk_size=500):
        if not entry.tallied:
            continue  # never counted; rendering it counts it
        day = str(timezone.localtime(entry.published_at, timezone.get_default_timezone()).date())
        entry.tallied = [key for key in entry.tallied if key[0] != "day"] + [["day", day, ""]]
        counts[day] += 1
        batch.append(entry)
        if len(batch) == 500:
            entries.bulk_update(batch, ["tallied"])
            batch = []
    entries.bulk_update(batch, ["tallied"])
    tallies.filter(group="day").delete()
    tallies.bulk_create([tallies.model(group="day", name=day, kind="", count=n) for day, n in sorted(counts.items())])


class Migration(migrations.Migration):
    dependencies = [("journal", "0012_as_it_should_be")]

    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("published_at", None)), fields=["updated_at"], name="entry_drafts"
            ),
        ),
        migrations.RunPython(count_days, migrations.RunPython.noop),
    ]
