from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journal", "0013_days_and_drafts")]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="settled",
            field=models.CharField(blank=True, default="", editable=False, max_length=64),
            preserve_default=False,
        ),
    ]
