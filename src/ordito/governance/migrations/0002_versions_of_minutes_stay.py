"""The database refuses to change or take away a version of the minutes; writing it again as it is, is no change."""

from django.db import migrations

MAKE = """
CREATE FUNCTION ordito_minutes_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'a version of the minutes is never changed: add another';
END $$;
CREATE TRIGGER minutes_version_stays BEFORE UPDATE OR DELETE ON governance_minutesversion
FOR EACH ROW EXECUTE FUNCTION ordito_minutes_version_stays();
"""

UNMAKE = """
DROP TRIGGER minutes_version_stays ON governance_minutesversion;
DROP FUNCTION ordito_minutes_version_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("governance", "0001_initial")]
    operations = [migrations.RunSQL(MAKE, UNMAKE)]
