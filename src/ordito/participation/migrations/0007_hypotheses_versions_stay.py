"""The database refuses to change a version of a hypothesis or its texts; paragraphs say from which they come."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

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

    dependencies = [
        ('community', '0001_initial'),
        ('governance', '0003_versions_of_documents_stay'),
        ("participation", "0006_telling_back"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='amendment',
            name='added',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='added_by', to='participation.paragraph'),
        ),
        migrations.AddField(
            model_name='amendment',
            name='is_changed',
            field=models.BooleanField(default=False, verbose_name='accolto con modifiche'),
        ),
        migrations.AddField(
            model_name='paragraph',
            name='joined_to',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='absorbed', to='participation.paragraph', verbose_name='unito al paragrafo'),
        ),
        migrations.AddField(
            model_name='paragraph',
            name='split_from',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='pieces', to='participation.paragraph', verbose_name='staccato dal paragrafo'),
        ),
        migrations.AddConstraint(
            model_name='amendment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'rejected'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='amendment_rejected_with_an_answer'),
        ),
        migrations.AddConstraint(
            model_name='paragraph',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('split_from__isnull', True), models.Q(('split_from', models.F('id')), _negated=True), _connector='OR'), models.Q(('joined_to__isnull', True), models.Q(('joined_to', models.F('id')), _negated=True), _connector='OR')), name='paragraph_comes_from_another'),
        ),
        migrations.RunSQL(MAKE, UNMAKE),
    ]
