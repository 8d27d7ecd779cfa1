"""The entries of people and companies keep beside what their lists are sorted by."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0009_privacy"),
        ("core", "0033_search_sort_key"),
    ]

    operations = [
        migrations.RunSQL(
            "UPDATE core_searchentry e SET sort_key = p.sort_key FROM customers_party p"
            " WHERE p.id = e.object_id AND e.kind = p.kind AND e.sort_key <> p.sort_key",
            migrations.RunSQL.noop,
        ),
    ]
