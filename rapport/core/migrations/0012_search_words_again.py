"""Records are found by other words than before: each entry is filled again, in the background."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0011_retention"),
    ]

    operations = [
        migrations.RunSQL(
            "INSERT INTO core_searchstale (kind, object_id) SELECT kind, object_id FROM core_searchentry",
            migrations.RunSQL.noop,
        ),
    ]
