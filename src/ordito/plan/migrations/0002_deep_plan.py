"""Money shared and spent, steps, grounds, versions, signatures, years."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('community', '0001_initial'),
        ('core', '0003_a_long_text_is_sought_by_its_beginning'),
        ('governance', '0003_versions_of_documents_stay'),
        ('participation', '0002_voices_to_commitments'),
        ('plan', '0001_initial'),
        ('territory', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ActionStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='numero')),
                ('on', models.DateField(verbose_name='il')),
                ('state', models.CharField(choices=[('planned', 'da avviare'), ('started', 'avviata'), ('suspended', 'sospesa'), ('done', 'conclusa'), ('abandoned', 'abbandonata')], max_length=12, verbose_name='stato')),
                ('done', models.TextField(blank=True, verbose_name='che cosa si è fatto')),
                ('changed', models.TextField(blank=True, verbose_name='che cosa cambia, e perché')),
                ('is_synthetic', models.BooleanField(default=False, verbose_name='dimostrativo')),
            ],
            options={
                'verbose_name': "passo di un'azione",
            },
        ),
        migrations.CreateModel(
            name='Expense',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='numero')),
                ('on', models.DateField(verbose_name='al')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='speso (€)')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='nota')),
                ('is_synthetic', models.BooleanField(default=False, verbose_name='dimostrativo')),
            ],
            options={
                'verbose_name': 'spesa',
            },
        ),
        migrations.CreateModel(
            name='Ground',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='in che senso')),
            ],
            options={
                'verbose_name': 'fondamento',
            },
        ),
        migrations.CreateModel(
            name='PlanVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='versione')),
                ('document', models.JSONField(verbose_name='atto')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='che cosa cambia, e perché')),
                ('at', models.DateTimeField(verbose_name='quando')),
            ],
            options={
                'verbose_name': 'versione del piano',
            },
        ),
        migrations.CreateModel(
            name='SharingKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, verbose_name='codice')),
                ('name', models.CharField(max_length=160, verbose_name='criterio di riparto')),
                ('kind', models.CharField(choices=[('inhabitants', 'abitanti'), ('hours', 'ore di servizio'), ('percentages', 'percentuali'), ('other', 'pesi scritti a mano')], default='inhabitants', max_length=12, verbose_name='i pesi sono')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='fonte dei pesi')),
                ('counted_on', models.DateField(blank=True, null=True, verbose_name='contati il')),
            ],
            options={
                'verbose_name': 'criterio di riparto',
            },
        ),
        migrations.CreateModel(
            name='SharingWeight',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weight', models.DecimalField(decimal_places=3, max_digits=14, validators=[django.core.validators.MinValueValidator(0)], verbose_name='peso')),
            ],
            options={
                'verbose_name': 'peso di un comune',
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='numero')),
                ('name', models.CharField(max_length=160, verbose_name='nome e cognome')),
                ('role', models.CharField(blank=True, max_length=120, verbose_name='in qualità di')),
                ('signed_on', models.DateField(blank=True, null=True, verbose_name='firmato il')),
            ],
            options={
                'verbose_name': 'firma',
            },
        ),
        migrations.CreateModel(
            name='YearNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='anno')),
                ('text', models.TextField(blank=True, verbose_name="priorità e indirizzi dell'anno")),
            ],
            options={
                'verbose_name': 'nota di un anno del piano',
            },
        ),
        migrations.AlterModelOptions(
            name='budgetline',
            options={'verbose_name': 'riga di bilancio'},
        ),
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
            model_name='areaplan',
            name='previous',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='plan.areaplan', verbose_name='il piano di prima'),
        ),
        migrations.AddField(
            model_name='indicator',
            name='taken_from',
            field=models.CharField(blank=True, max_length=120, verbose_name='letto da'),
        ),
        migrations.AddField(
            model_name='objective',
            name='continues',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='continued_by', to='plan.objective', verbose_name='prosegue dal piano di prima'),
        ),
        migrations.AddField(
            model_name='objective',
            name='plainly',
            field=models.CharField(blank=True, max_length=400, verbose_name='in parole semplici'),
        ),
        migrations.AddConstraint(
            model_name='areaplan',
            constraint=models.CheckConstraint(condition=models.Q(('previous__isnull', True), models.Q(('previous', models.F('id')), _negated=True), _connector='OR'), name='plan_follows_another'),
        ),
        migrations.AddField(
            model_name='actionstep',
            name='action',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='plan.action'),
        ),
        migrations.AddField(
            model_name='expense',
            name='line',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='expenses', to='plan.budgetline'),
        ),
        migrations.AddField(
            model_name='ground',
            name='action',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='grounds', to='plan.action'),
        ),
        migrations.AddField(
            model_name='ground',
            name='cell',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='grounds', to='participation.cell'),
        ),
        migrations.AddField(
            model_name='ground',
            name='contribution',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='grounds', to='participation.contribution'),
        ),
        migrations.AddField(
            model_name='ground',
            name='decision',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='grounds', to='governance.decision'),
        ),
        migrations.AddField(
            model_name='ground',
            name='objective',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='grounds', to='plan.objective'),
        ),
        migrations.AddField(
            model_name='ground',
            name='paragraph',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='grounds', to='participation.paragraph'),
        ),
        migrations.AddField(
            model_name='ground',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grounds', to='plan.areaplan'),
        ),
        migrations.AddField(
            model_name='ground',
            name='reading',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='grounds', to='plan.reading'),
        ),
        migrations.AddField(
            model_name='ground',
            name='source',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='grounds', to='participation.source'),
        ),
        migrations.AddField(
            model_name='planversion',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='planversion',
            name='decision',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='plan_versions', to='governance.decision', verbose_name='decisione'),
        ),
        migrations.AddField(
            model_name='planversion',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='plan.areaplan'),
        ),
        migrations.AddField(
            model_name='sharingkey',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sharing_keys', to='plan.areaplan'),
        ),
        migrations.AddField(
            model_name='budgetline',
            name='sharing_key',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='plan.sharingkey', verbose_name='riparto fra i comuni'),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.CheckConstraint(condition=models.Q(('source', 'municipal'), ('sharing_key__isnull', True), _connector='OR'), name='only_municipal_shares_are_shared'),
        ),
        migrations.AddField(
            model_name='sharingweight',
            name='key',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='weights', to='plan.sharingkey'),
        ),
        migrations.AddField(
            model_name='sharingweight',
            name='municipality',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.municipality', verbose_name='comune'),
        ),
        migrations.AddField(
            model_name='signature',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='community.organisation', verbose_name='per'),
        ),
        migrations.AddField(
            model_name='signature',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='plan.areaplan'),
        ),
        migrations.AddField(
            model_name='yearnote',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='year_notes', to='plan.areaplan'),
        ),
        migrations.AddConstraint(
            model_name='actionstep',
            constraint=models.UniqueConstraint(fields=('action', 'number'), name='action_step_once'),
        ),
        migrations.AddConstraint(
            model_name='expense',
            constraint=models.UniqueConstraint(fields=('line', 'number'), name='expense_number_once'),
        ),
        migrations.AddConstraint(
            model_name='ground',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('action__isnull', True), ('objective__isnull', False)), models.Q(('action__isnull', False), ('objective__isnull', True)), _connector='OR'), name='a_ground_holds_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='ground',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cell__isnull', True), ('contribution__isnull', False), ('decision__isnull', True), ('paragraph__isnull', True), ('reading__isnull', True), ('source__isnull', True)), models.Q(('cell__isnull', False), ('contribution__isnull', True), ('decision__isnull', True), ('paragraph__isnull', True), ('reading__isnull', True), ('source__isnull', True)), models.Q(('cell__isnull', True), ('contribution__isnull', True), ('decision__isnull', True), ('paragraph__isnull', False), ('reading__isnull', True), ('source__isnull', True)), models.Q(('cell__isnull', True), ('contribution__isnull', True), ('decision__isnull', False), ('paragraph__isnull', True), ('reading__isnull', True), ('source__isnull', True)), models.Q(('cell__isnull', True), ('contribution__isnull', True), ('decision__isnull', True), ('paragraph__isnull', True), ('reading__isnull', True), ('source__isnull', False)), models.Q(('cell__isnull', True), ('contribution__isnull', True), ('decision__isnull', True), ('paragraph__isnull', True), ('reading__isnull', False), ('source__isnull', True)), _connector='OR'), name='a_ground_is_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='ground',
            constraint=models.UniqueConstraint(fields=('objective', 'action', 'contribution', 'cell', 'paragraph', 'decision', 'source', 'reading'), name='ground_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='planversion',
            constraint=models.UniqueConstraint(fields=('plan', 'number'), name='plan_version_once'),
        ),
        migrations.AddConstraint(
            model_name='sharingkey',
            constraint=models.UniqueConstraint(fields=('plan', 'code'), name='sharing_key_once'),
        ),
        migrations.AddConstraint(
            model_name='sharingweight',
            constraint=models.UniqueConstraint(fields=('key', 'municipality'), name='sharing_weight_once'),
        ),
        migrations.AddConstraint(
            model_name='sharingweight',
            constraint=models.CheckConstraint(condition=models.Q(('weight__gte', 0)), name='sharing_weight_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(fields=('plan', 'organisation'), name='an_organisation_signs_once'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(fields=('plan', 'number'), name='signature_number_once'),
        ),
        migrations.AddConstraint(
            model_name='yearnote',
            constraint=models.UniqueConstraint(fields=('plan', 'year'), name='year_note_once'),
        ),
    ]
