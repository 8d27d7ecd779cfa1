"""Waits after half of its work."""

from django.db import migrations


class Migration(migrations.Migration):
    """Make a table, wait for the lock, make another."""

    operations = [
        migrations.RunSQL("create table slow_first (id int)"),
        migrations.RunSQL("select pg_advisory_xact_lock(4711)"),
        migrations.RunSQL("create table slow_second (id int)"),
    ]
