"""Document numbers, and the trigger that keeps an order's owner equal to its customer's, whoever writes: page, import, SQL."""

from django.db import migrations

NUMBERS = """
CREATE SEQUENCE sales_order_number;
CREATE SEQUENCE sales_credit_note_number;
"""
NO_NUMBERS = """
DROP SEQUENCE sales_order_number;
DROP SEQUENCE sales_credit_note_number;
"""
FOLLOW = """
CREATE FUNCTION sales_owner_follows_party() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  IF EXISTS (
    SELECT FROM old_rows o JOIN new_rows n USING (id) WHERE o.owner_id <> n.owner_id
  ) THEN
    UPDATE sales_order t SET owner_id = n.owner_id
    FROM old_rows o JOIN new_rows n USING (id)
    WHERE o.owner_id <> n.owner_id AND t.party_id = n.id AND t.owner_id <> n.owner_id;
    UPDATE sales_creditnote t SET owner_id = n.owner_id
    FROM old_rows o JOIN new_rows n USING (id)
    WHERE o.owner_id <> n.owner_id AND t.party_id = n.id AND t.owner_id <> n.owner_id;
  END IF;
  RETURN NULL;
END $body$;
CREATE TRIGGER sales_owner_follows_party AFTER UPDATE ON customers_party
REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION sales_owner_follows_party();
"""
UNFOLLOW = """
DROP TRIGGER sales_owner_follows_party ON customers_party;
DROP FUNCTION sales_owner_follows_party();
"""


class Migration(migrations.Migration):
    """Number documents and let owners follow."""

    dependencies = [("sales", "0001_initial")]
    operations = [
        migrations.RunSQL(NUMBERS, NO_NUMBERS),
        migrations.RunSQL(FOLLOW, UNFOLLOW),
    ]
