"""PostgreSQL refuses to keep the words of a very long text: those of its first thirty pages are sought."""

from django.db import migrations

MAKE = """
CREATE OR REPLACE FUNCTION ordito_words(text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN to_tsvector('pg_catalog.italian'::regconfig, left(ordito_plain($1), 100000));
"""

UNMAKE = """
CREATE OR REPLACE FUNCTION ordito_words(text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN to_tsvector('pg_catalog.italian'::regconfig, ordito_plain($1));
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0002_journal_is_only_added_to")]
    operations = [migrations.RunSQL(MAKE, UNMAKE)]
