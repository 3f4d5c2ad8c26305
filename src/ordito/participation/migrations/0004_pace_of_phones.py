"""A count that all workers share, of who is sending too much: not logged, forgotten after a minute."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("participation", "0003_versions_of_hypotheses_stay")]

    operations = [
        migrations.RunSQL(
            "CREATE UNLOGGED TABLE participation_pace (sender bytea PRIMARY KEY, minute bigint NOT NULL,"
            " sent integer NOT NULL, sent_before integer NOT NULL) WITH (fillfactor = 50)",
            "DROP TABLE participation_pace",
        )
    ]
