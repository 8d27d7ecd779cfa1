"""Works, and stays."""

from django.db import migrations


class Migration(migrations.Migration):
    """Make a table."""

    operations = [migrations.RunSQL("create table broken_first (id int)")]
