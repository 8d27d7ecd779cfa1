"""A document that gets another customer, as when two records of one are merged, gets that customer's owner."""

from django.db import migrations

FOLLOW = """
CREATE FUNCTION sales_owner_of_other_party() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  SELECT owner_id INTO STRICT NEW.owner_id FROM customers_party WHERE id = NEW.party_id;
  RETURN NEW;
END $body$;
CREATE TRIGGER sales_owner_of_other_party BEFORE UPDATE OF party_id ON sales_order FOR EACH ROW
WHEN (NEW.party_id IS DISTINCT FROM OLD.party_id AND NEW.party_id IS NOT NULL)
EXECUTE FUNCTION sales_owner_of_other_party();
CREATE TRIGGER sales_owner_of_other_party BEFORE UPDATE OF party_id ON sales_creditnote FOR EACH ROW
WHEN (NEW.party_id IS DISTINCT FROM OLD.party_id AND NEW.party_id IS NOT NULL)
EXECUTE FUNCTION sales_owner_of_other_party();
"""
UNFOLLOW = """
DROP TRIGGER sales_owner_of_other_party ON sales_order;
DROP TRIGGER sales_owner_of_other_party ON sales_creditnote;
DROP FUNCTION sales_owner_of_other_party();
"""


class Migration(migrations.Migration):
    """Let the owner of a document follow also when its customer is another one."""

    dependencies = [("sales", "0004_order_order_to_deliver")]
    operations = [migrations.RunSQL(FOLLOW, UNFOLLOW)]
