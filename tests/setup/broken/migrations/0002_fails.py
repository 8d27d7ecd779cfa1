"""Fails after having done something."""

from django.db import migrations


class Migration(migrations.Migration):
    """Make a table, and fail."""

    dependencies = [("broken", "0001_works")]
    operations = [
        migrations.RunSQL("create table broken_half (id int)"),
        migrations.RunSQL("update core_user set name = 'lost'"),
        migrations.RunSQL("select 1 / 0"),
    ]
