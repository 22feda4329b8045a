"""Heals databases that were made while 0004 and 0005 were still being written.

These two were changed in place after they had landed, so that a database which had applied an earlier version lacks
columns, an index or a table. This looks at what is there and adds what is missing; elsewhere it does nothing.
A landed migration never changes again: `tests/models/test_migrations.py` holds a checksum of each.
"""

from django.db import migrations

from journal.text.pictures import names_in


def heal(apps, schema_editor):
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
    for model in apps.get_app_config("journal").get_models(include_auto_created=True):
        if model._meta.db_table not in tables:
            schema_editor.create_model(model)
            continue
        for field in _missing_fields(connection, model):
            schema_editor.add_field(model, field)
        with connection.cursor() as cursor:
            there = connection.introspection.get_constraints(cursor, model._meta.db_table)
        for index in model._meta.indexes:
            if index.name not in there:
                schema_editor.add_index(model, index)
        for constraint in model._meta.constraints:
            if constraint.name not in there:
                schema_editor.add_constraint(model, constraint)
    _keep_uploaders(apps, connection)
    _note_uses(apps, connection.alias)


def _missing_fields(connection, model):
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, model._meta.db_table)
    names = {column.name for column in columns}
    return [field for field in model._meta.concrete_fields if field.column not in names]


def _keep_uploaders(apps, connection):
    """The first version knew one person for each attachment, in a column that is not read any more."""
    attachment = apps.get_model("journal", "Attachment")
    through = attachment.uploaded_by.through
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, attachment._meta.db_table)
        if "added_by_id" not in {column.name for column in columns}:
            return
        cursor.execute("SELECT id, added_by_id FROM journal_attachment WHERE added_by_id IS NOT NULL")
        rows = cursor.fetchall()
    through.objects.using(connection.alias).bulk_create(
        [through(attachment_id=pk, user_id=user) for pk, user in rows], batch_size=200, ignore_conflicts=True
    )


def _note_uses(apps, alias):
    """As 0004 does it now."""
    uses = apps.get_model("journal", "AttachmentUse").objects.using(alias)
    entries = apps.get_model("journal", "Entry").objects.using(alias).filter(body__contains="/attachments/")
    for pk, body in entries.values_list("pk", "body").iterator(chunk_size=200):
        found = [uses.model(entry_id=pk, name=name) for name in sorted(names_in(body))]
        uses.bulk_create(found, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("journal", "0011_topic_pipeline_version")]

    operations = [migrations.RunPython(heal, migrations.RunPython.noop)]
