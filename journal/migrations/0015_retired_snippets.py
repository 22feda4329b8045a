from django.db import migrations, models

IN_TEXT = models.Q(retired_at=None)


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
    ]
