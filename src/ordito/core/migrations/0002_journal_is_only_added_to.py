"""The database refuses to change or take away a line of the journal."""

from django.db import migrations

MAKE = """
CREATE FUNCTION ordito_journal_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the journal is only added to'; END $$;
CREATE TRIGGER journal_stays BEFORE UPDATE OR DELETE ON core_journalentry
FOR EACH ROW EXECUTE FUNCTION ordito_journal_stays();
"""

UNMAKE = """
DROP TRIGGER journal_stays ON core_journalentry;
DROP FUNCTION ordito_journal_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunSQL(MAKE, UNMAKE)]
