"""The database refuses to change a version of a hypothesis, or its texts."""

from django.db import migrations

MAKE = """
CREATE FUNCTION ordito_hypothesis_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'a version of a hypothesis is never changed: add another';
END $$;
CREATE TRIGGER hypothesis_version_stays BEFORE UPDATE OR DELETE ON participation_hypothesisversion
FOR EACH ROW EXECUTE FUNCTION ordito_hypothesis_version_stays();
CREATE TRIGGER paragraph_text_stays BEFORE UPDATE OR DELETE ON participation_paragraphtext
FOR EACH ROW EXECUTE FUNCTION ordito_hypothesis_version_stays();
"""

UNMAKE = """
DROP TRIGGER paragraph_text_stays ON participation_paragraphtext;
DROP TRIGGER hypothesis_version_stays ON participation_hypothesisversion;
DROP FUNCTION ordito_hypothesis_version_stays();
"""


class Migration(migrations.Migration):

    dependencies = [("participation", "0002_voices_to_commitments")]

    operations = [migrations.RunSQL(MAKE, UNMAKE)]
