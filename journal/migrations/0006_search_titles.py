from django.db import migrations


class Migration(migrations.Migration):
    """The search index is made anew after any migration; this one is for its own change on PostgreSQL."""

    dependencies = [("journal", "0005_search")]

    operations = []
