"""The database refuses to change a version of a document, but to receive its file; and finds words in its text."""

import django.contrib.postgres.indexes
from django.db import migrations

import ordito.core.search

MAKE = """
CREATE FUNCTION ordito_document_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.file_id IS NULL THEN OLD.file_id := NEW.file_id; END IF;
  IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'a version of a document is never changed: add another';
END $$;
CREATE TRIGGER document_version_stays BEFORE UPDATE OR DELETE ON governance_documentversion
FOR EACH ROW EXECUTE FUNCTION ordito_document_version_stays();
"""

UNMAKE = """
DROP TRIGGER document_version_stays ON governance_documentversion;
DROP FUNCTION ordito_document_version_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("governance", "0002_versions_of_minutes_stay")]
    operations = [
        migrations.AddIndex(
            model_name="documentversion",
            index=django.contrib.postgres.indexes.GinIndex(
                ordito.core.search.Words("text"), name="document_version_words"
            ),
        ),
        migrations.RunSQL(MAKE, UNMAKE),
    ]
