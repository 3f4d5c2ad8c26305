"""Plain words for everybody, what the weights of a key count; the database keeps versions of the plan as they are."""

from django.db import migrations, models

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

    dependencies = [
        ('plan', '0002_deep_plan'),
    ]

    operations = [
        migrations.AddField(
            model_name='action',
            name='plainly',
            field=models.CharField(blank=True, max_length=400, verbose_name='in parole semplici'),
        ),
        migrations.AddField(
            model_name='areaplan',
            name='plainly',
            field=models.TextField(blank=True, verbose_name='in parole semplici'),
        ),
        migrations.AddField(
            model_name='objective',
            name='plainly',
            field=models.CharField(blank=True, max_length=400, verbose_name='in parole semplici'),
        ),
        migrations.AddField(
            model_name='sharingkey',
            name='counted_on',
            field=models.DateField(blank=True, null=True, verbose_name='contati il'),
        ),
        migrations.AddField(
            model_name='sharingkey',
            name='kind',
            field=models.CharField(choices=[('inhabitants', 'abitanti'), ('hours', 'ore di servizio'), ('percentages', 'percentuali'), ('other', 'pesi scritti a mano')], default='inhabitants', max_length=12, verbose_name='i pesi sono'),
        ),
        migrations.RunSQL(MAKE, UNMAKE),
    ]
