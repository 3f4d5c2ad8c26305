"""The database keeps the versions of the plan as they are."""

from django.db import migrations

MAKE = """
CREATE FUNCTION ordito_plan_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'a version of the plan is never changed: add another';
END $$;
CREATE TRIGGER plan_version_stays BEFORE UPDATE OR DELETE ON plan_planversion
FOR EACH ROW EXECUTE FUNCTION ordito_plan_version_stays();
"""

UNMAKE = """
DROP TRIGGER plan_version_stays ON plan_planversion;
DROP FUNCTION ordito_plan_version_stays();
"""


class Migration(migrations.Migration):

    dependencies = [("plan", "0002_deep_plan")]

    operations = [migrations.RunSQL(MAKE, UNMAKE)]
