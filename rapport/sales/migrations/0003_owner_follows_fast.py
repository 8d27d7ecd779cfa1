"""The trigger that lets owners follow looks through the changed customers once.

`EXISTS (old JOIN new)` made the planner hope for an early hit: without one it compared every row with every other, and
changing 50,000 customers took minutes.
"""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION sales_owner_follows_party() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  IF (SELECT count(*) FROM old_rows o JOIN new_rows n USING (id) WHERE o.owner_id <> n.owner_id) > 0 THEN
    UPDATE sales_order t SET owner_id = n.owner_id
    FROM old_rows o JOIN new_rows n USING (id)
    WHERE o.owner_id <> n.owner_id AND t.party_id = n.id AND t.owner_id <> n.owner_id;
    UPDATE sales_creditnote t SET owner_id = n.owner_id
    FROM old_rows o JOIN new_rows n USING (id)
    WHERE o.owner_id <> n.owner_id AND t.party_id = n.id AND t.owner_id <> n.owner_id;
  END IF;
  RETURN NULL;
END $body$;
"""


class Migration(migrations.Migration):
    """Let owners follow in one pass."""

    dependencies = [("sales", "0002_owner_follows")]
    operations = [migrations.RunSQL(FUNCTION, migrations.RunSQL.noop)]
