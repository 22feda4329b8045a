from django.db import migrations, models

IN_TEXT = models.Q(retired_at=None)


def clear_retired(apps, schema_editor):
    """On the way back: versions before this would show them as if they were in their texts."""
    snippets = apps.get_model("journal", "Snippet").objects.using(schema_editor.connection.alias)
    snippets.exclude(retired_at=None).delete()
    trashed = apps.get_model("journal", "TrashedEntry").objects.using(schema_editor.connection.alias)
    for kept in trashed.iterator():
        rows = [row for row in kept.contents["rows"] if not row["fields"].get("retired_at")]
        if rows != kept.contents["rows"]:
            kept.contents["rows"] = rows
            kept.save(update_fields=["contents"])


class Migration(migrations.Migration):
    dependencies = [("journal", "0014_settled_drafts")]

    operations = [
        migrations.RemoveConstraint(model_name="snippet", name="snippet_name_unique"),
        migrations.RemoveIndex(model_name="snippet", name="snippet_by_date"),
        migrations.RemoveIndex(model_name="snippet", name="snippet_by_language"),
        migrations.AddField(
            model_name="snippet",
            name="retired_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="snippet",
            index=models.Index(fields=["published_at", "id"], condition=IN_TEXT, name="snippet_by_date"),
        ),
        migrations.AddIndex(
            model_name="snippet",
            index=models.Index(fields=["language", "published_at", "id"], condition=IN_TEXT, name="snippet_by_language"),
        ),
        migrations.AddConstraint(
            model_name="snippet",
            constraint=models.UniqueConstraint(
                fields=["entry", "name"], condition=~models.Q(name="") & IN_TEXT, name="snippet_name_unique"
            ),
        ),
        # Last, so that it comes first on the way back.
        migrations.RunPython(migrations.RunPython.noop, clear_retired),
    ]
