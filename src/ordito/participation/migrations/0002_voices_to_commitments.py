"""Paths, voices, synthesis, hypotheses, choices, digests."""

import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import ordito.core.search
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('community', '0001_initial'),
        ('core', '0003_a_long_text_is_sought_by_its_beginning'),
        ('governance', '0003_versions_of_documents_stay'),
        ('participation', '0001_initial'),
        ('territory', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Cell',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('summary', models.TextField(blank=True, verbose_name='in sintesi')),
            ],
            options={
                'verbose_name': 'cella',
            },
        ),
        migrations.CreateModel(
            name='ConceptMap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=80, verbose_name='codice')),
                ('title', models.CharField(max_length=200, verbose_name='titolo')),
                ('is_synthetic', models.BooleanField(default=False, verbose_name='dimostrativo')),
            ],
            options={
                'verbose_name': 'mappa concettuale',
            },
        ),
        migrations.CreateModel(
            name='Grid',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=80, verbose_name='codice')),
                ('title', models.CharField(max_length=200, verbose_name='titolo')),
                ('rows_name', models.CharField(default='Macro-questioni', max_length=80, verbose_name='le righe sono')),
                ('columns_name', models.CharField(default='Interventi', max_length=80, verbose_name='le colonne sono')),
                ('is_synthetic', models.BooleanField(default=False, verbose_name='dimostrativo')),
            ],
            options={
                'verbose_name': 'griglia di sintesi',
            },
        ),
        migrations.CreateModel(
            name='Phase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='numero')),
                ('title', models.CharField(max_length=200, verbose_name='fase')),
                ('purpose', models.TextField(blank=True, verbose_name='che cosa si fa')),
                ('starts_on', models.DateField(verbose_name='dal')),
                ('ends_before', models.DateField(blank=True, null=True, verbose_name='fino a (escluso)')),
            ],
            options={
                'verbose_name': 'fase',
            },
        ),
        migrations.CreateModel(
            name='Contribution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('need', 'esigenza'), ('request', 'richiesta'), ('proposal', 'proposta'), ('offer', 'competenza offerta'), ('positive', 'che cosa funziona'), ('critical', 'che cosa non funziona'), ('pro', 'a favore'), ('con', 'contro')], default='need', max_length=12, verbose_name="che cos'è")),
                ('text', models.CharField(max_length=4000, verbose_name='testo')),
                ('channel', models.CharField(choices=[('delegate', 'di persona, con il proprio account'), ('phone', 'dal telefono, in sala'), ('note', 'su un foglietto'), ('hand', 'per alzata di mano'), ('paper', 'su carta'), ('office', "scritto dall'ufficio")], max_length=12, verbose_name='come è arrivato')),
                ('table', models.CharField(blank=True, max_length=40, verbose_name='tavolo')),
                ('group', models.CharField(blank=True, max_length=80, verbose_name='gruppo')),
                ('size', models.PositiveIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1)], verbose_name='quante persone lo dicono')),
                ('at', models.DateTimeField(verbose_name='quando')),
                ('sent_as', models.CharField(blank=True, max_length=40)),
                ('state', models.CharField(choices=[('shown', 'visibile'), ('hidden', 'nascosto'), ('withdrawn', 'ritirato')], default='shown', max_length=12, verbose_name='stato')),
                ('state_because', models.CharField(blank=True, max_length=300, verbose_name='perché')),
                ('is_synthetic', models.BooleanField(default=False, verbose_name='dimostrativo')),
                ('about', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='participation.contribution', verbose_name='a proposito di')),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contributions', to='community.organisation', verbose_name='a nome di')),
                ('sub_area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.subarea', verbose_name='sub-area')),
            ],
            options={
                'verbose_name': 'contributo',
            },
        ),
        migrations.CreateModel(
            name='Concept',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='numero')),
                ('text', models.CharField(max_length=120, verbose_name='concetto')),
                ('x', models.PositiveSmallIntegerField(default=500)),
                ('y', models.PositiveSmallIntegerField(default=500)),
                ('map', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='concepts', to='participation.conceptmap')),
                ('contribution', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='concepts', to='participation.contribution', verbose_name='dal contributo')),
            ],
            options={
                'verbose_name': 'concetto',
            },
        ),
        migrations.CreateModel(
            name='Digest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254)),
                ('week', models.DateField(verbose_name='settimana del')),
                ('news', models.JSONField(default=list, verbose_name='novità')),
                ('queued_at', models.DateTimeField()),
                ('try_after', models.DateTimeField(verbose_name='da inviare dopo')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='tentativi')),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('problem', models.CharField(blank=True, max_length=300)),
                ('district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='digests', to='core.district')),
            ],
            options={
                'verbose_name': 'riepilogo',
            },
        ),
        migrations.CreateModel(
            name='DigestRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('week', models.DateField(verbose_name='settimana del')),
                ('at', models.DateTimeField()),
                ('written', models.PositiveIntegerField(default=0, verbose_name='riepiloghi scritti')),
                ('district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='digest_rounds', to='core.district')),
            ],
            options={
                'verbose_name': 'giro dei riepiloghi',
            },
        ),
        migrations.CreateModel(
            name='Gathering',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=80, verbose_name='codice')),
                ('title', models.CharField(max_length=200, verbose_name='titolo')),
                ('question', models.TextField(blank=True, verbose_name='la domanda')),
                ('join_word', models.CharField(max_length=20, unique=True, verbose_name='parola per entrare')),
                ('opens_at', models.DateTimeField(verbose_name='si apre')),
                ('closes_at', models.DateTimeField(blank=True, null=True, verbose_name='si chiude')),
                ('head_count', models.PositiveIntegerField(blank=True, null=True, verbose_name='persone in sala')),
                ('reads_first', models.BooleanField(default=False, verbose_name='si legge prima di mostrare')),
                ('is_synthetic', models.BooleanField(default=False, verbose_name='dimostrativo')),
                ('meeting', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='gatherings', to='governance.meeting', verbose_name='incontro')),
                ('sub_area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.subarea', verbose_name='sub-area')),
            ],
            options={
                'verbose_name': 'raccolta',
            },
        ),
        migrations.AddField(
            model_name='contribution',
            name='gathering',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contributions', to='participation.gathering', verbose_name='raccolta'),
        ),
        migrations.CreateModel(
            name='Ballot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=80, verbose_name='codice')),
                ('title', models.CharField(max_length=200, verbose_name='titolo')),
                ('question', models.TextField(blank=True, verbose_name='la domanda')),
                ('method', models.CharField(choices=[('approval', 'approvazione: tutte quelle che si condividono'), ('points', 'punti da distribuire'), ('ranking', 'ordine di preferenza'), ('budget', 'scelta entro un bilancio')], max_length=12, verbose_name='metodo')),
                ('voters', models.CharField(choices=[('person', 'ogni persona'), ('organisation', 'ogni organizzazione, con una voce sola')], default='person', max_length=12, verbose_name='chi sceglie')),
                ('points', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='punti a testa')),
                ('budget', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='bilancio (€)')),
                ('opens_at', models.DateTimeField(blank=True, null=True, verbose_name='si apre')),
                ('closes_at', models.DateTimeField(blank=True, null=True, verbose_name='si chiude')),
                ('is_synthetic', models.BooleanField(default=False, verbose_name='dimostrativo')),
                ('gathering', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ballots', to='participation.gathering', verbose_name='raccolta')),
            ],
            options={
                'verbose_name': 'scelta di priorità',
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='numero')),
                ('together', models.BooleanField(default=False, verbose_name='stanno insieme')),
                ('at', models.DateTimeField(verbose_name='quando')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cell', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='participation.cell', verbose_name='cella')),
                ('contribution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='participation.contribution')),
                ('other', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='participation.contribution', verbose_name="l'altro contributo")),
                ('grid', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='participation.grid')),
            ],
            options={
                'verbose_name': 'correzione di un suggerimento',
            },
        ),
        migrations.AddField(
            model_name='cell',
            name='grid',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cells', to='participation.grid'),
        ),
        migrations.CreateModel(
            name='GridLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('axis', models.CharField(choices=[('row', 'riga'), ('column', 'colonna')], max_length=6, verbose_name='asse')),
                ('number', models.PositiveSmallIntegerField(verbose_name='numero')),
                ('title', models.CharField(max_length=200, verbose_name='titolo')),
                ('removed_at', models.DateTimeField(blank=True, null=True, verbose_name='tolta il')),
                ('grid', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='participation.grid')),
            ],
            options={
                'verbose_name': 'riga o colonna della griglia',
            },
        ),
        migrations.AddField(
            model_name='cell',
            name='column',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cells_down', to='participation.gridline'),
        ),
        migrations.AddField(
            model_name='cell',
            name='row',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cells_across', to='participation.gridline'),
        ),
        migrations.CreateModel(
            name='Hypothesis',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=80, verbose_name='codice')),
                ('title', models.CharField(max_length=200, verbose_name='titolo')),
                ('state', models.CharField(choices=[('draft', 'in scrittura'), ('open', 'aperta agli emendamenti'), ('closed', 'chiusa agli emendamenti'), ('approved', 'approvata'), ('rejected', 'respinta')], default='draft', max_length=12, verbose_name='stato')),
                ('is_synthetic', models.BooleanField(default=False, verbose_name='dimostrativo')),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hypotheses', to='governance.body', verbose_name='chi decide')),
                ('decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='hypotheses', to='governance.decision', verbose_name='decisione')),
            ],
            options={
                'verbose_name': 'documento di ipotesi',
            },
        ),
        migrations.CreateModel(
            name='HypothesisVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='versione')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='che cosa cambia')),
                ('at', models.DateTimeField(verbose_name='quando')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('hypothesis', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='participation.hypothesis')),
            ],
            options={
                'verbose_name': 'versione del documento di ipotesi',
            },
        ),
        migrations.CreateModel(
            name='Paragraph',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='numero')),
                ('cells', models.ManyToManyField(blank=True, related_name='paragraphs', to='participation.cell', verbose_name='dalle celle')),
                ('contributions', models.ManyToManyField(blank=True, related_name='paragraphs', to='participation.contribution', verbose_name='dai contributi')),
                ('hypothesis', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='paragraphs', to='participation.hypothesis')),
                ('joined_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='absorbed', to='participation.paragraph', verbose_name='unito al paragrafo')),
                ('split_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='pieces', to='participation.paragraph', verbose_name='staccato dal paragrafo')),
            ],
            options={
                'verbose_name': 'paragrafo',
            },
        ),
        migrations.CreateModel(
            name='BallotOption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='numero')),
                ('title', models.CharField(max_length=200, verbose_name='titolo')),
                ('description', models.TextField(blank=True, verbose_name='descrizione')),
                ('cost', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='costo (€)')),
                ('ballot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='options', to='participation.ballot')),
                ('cell', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ballot_options', to='participation.cell')),
                ('contribution', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ballot_options', to='participation.contribution')),
                ('paragraph', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ballot_options', to='participation.paragraph')),
            ],
            options={
                'verbose_name': 'opzione',
            },
        ),
        migrations.CreateModel(
            name='Amendment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='numero')),
                ('kind', models.CharField(choices=[('replace', 'riscrive'), ('add', 'aggiunge dopo'), ('remove', 'toglie')], max_length=8, verbose_name='che cosa fa')),
                ('heading', models.CharField(blank=True, max_length=200, verbose_name='titoletto')),
                ('text', models.TextField(blank=True, verbose_name='nuovo testo')),
                ('reason', models.TextField(blank=True, verbose_name='perché')),
                ('at', models.DateTimeField(verbose_name='quando')),
                ('state', models.CharField(choices=[('proposed', 'proposto'), ('accepted', 'accolto'), ('rejected', 'respinto'), ('withdrawn', 'ritirato')], default='proposed', max_length=12, verbose_name='stato')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='deciso il')),
                ('answer', models.TextField(blank=True, verbose_name='che cosa si risponde')),
                ('is_changed', models.BooleanField(default=False, verbose_name='accolto con modifiche')),
                ('is_synthetic', models.BooleanField(default=False, verbose_name='dimostrativo')),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='amendments', to='governance.decision', verbose_name='decisione')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='amendments', to='community.organisation', verbose_name='a nome di')),
                ('gathering', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='amendments', to='participation.gathering', verbose_name="nell'incontro")),
                ('hypothesis', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='amendments', to='participation.hypothesis')),
                ('based_on', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='amendments', to='participation.hypothesisversion', verbose_name='sulla versione')),
                ('result', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='made_by', to='participation.hypothesisversion')),
                ('added', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='added_by', to='participation.paragraph')),
                ('paragraph', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='amendments', to='participation.paragraph', verbose_name='paragrafo')),
            ],
            options={
                'verbose_name': 'emendamento',
            },
        ),
        migrations.CreateModel(
            name='ParagraphText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(verbose_name='posto')),
                ('heading', models.CharField(blank=True, max_length=200, verbose_name='titoletto')),
                ('text', models.TextField(verbose_name='testo')),
                ('paragraph', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='texts', to='participation.paragraph')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='texts', to='participation.hypothesisversion')),
            ],
            options={
                'verbose_name': 'testo di un paragrafo',
            },
        ),
        migrations.CreateModel(
            name='Opening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('doing', models.CharField(choices=[('contribute', 'portare contributi'), ('vote', 'dire accordo o disaccordo'), ('prioritise', 'scegliere le priorità'), ('amend', 'proporre emendamenti')], max_length=12, verbose_name='che cosa')),
                ('whom', models.CharField(choices=[('members', 'i membri di chi conduce'), ('insiders', "chi ha un ruolo nell'ambito"), ('room', 'anche chi è in sala, con il telefono')], default='members', max_length=12, verbose_name='chi')),
                ('phase', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='openings', to='participation.phase')),
            ],
            options={
                'verbose_name': 'apertura',
            },
        ),
        migrations.CreateModel(
            name='Phone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('key_sha256', models.CharField(max_length=64, unique=True)),
                ('joined_at', models.DateTimeField()),
                ('table', models.CharField(blank=True, max_length=40, verbose_name='tavolo')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail, per sapere che cosa ne è stato')),
                ('gathering', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='phones', to='participation.gathering')),
            ],
            options={
                'verbose_name': 'telefono in sala',
            },
        ),
        migrations.AddField(
            model_name='contribution',
            name='phone',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contributions', to='participation.phone'),
        ),
        migrations.CreateModel(
            name='BallotPaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('on_paper', models.CharField(blank=True, max_length=40, verbose_name='scheda di carta')),
                ('at', models.DateTimeField(verbose_name='quando')),
                ('ballot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='papers', to='participation.ballot')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='community.organisation')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('phone', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='participation.phone')),
            ],
            options={
                'verbose_name': 'scheda',
            },
        ),
        migrations.CreateModel(
            name='Placement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('placed_at', models.DateTimeField(verbose_name='messo il')),
                ('was_suggested', models.BooleanField(default=False, verbose_name='era un suggerimento')),
                ('removed_at', models.DateTimeField(blank=True, null=True, verbose_name='tolto il')),
                ('cell', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='participation.cell')),
                ('contribution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='participation.contribution')),
                ('placed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('removed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'collocazione',
            },
        ),
        migrations.CreateModel(
            name='Process',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=80, verbose_name='codice')),
                ('title', models.CharField(max_length=200, verbose_name='titolo')),
                ('kind', models.CharField(choices=[('path_to_plan', 'Percorso verso il piano'), ('labgo', 'LabGo, laboratorio di governance'), ('community_lab', 'Community Lab'), ('reordering_lab', 'Laboratorio di riordino'), ('pact', 'Patto'), ('neighbourhood_table', 'Tavolo di quartiere'), ('other', 'Altro percorso')], default='other', max_length=30, verbose_name='tipo')),
                ('purpose', models.TextField(blank=True, verbose_name='perché')),
                ('starts_on', models.DateField(verbose_name='dal')),
                ('ends_before', models.DateField(blank=True, null=True, verbose_name='fino a (escluso)')),
                ('is_public', models.BooleanField(default=True, verbose_name='ha pagine pubbliche')),
                ('is_synthetic', models.BooleanField(default=False, verbose_name='dimostrativo')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='processes', to='governance.body', verbose_name='chi lo conduce')),
                ('call', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='processes', to='participation.call', verbose_name='avviso')),
                ('district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='processes', to='core.district')),
                ('mandate', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='processes', to='governance.mandate', verbose_name='mandato')),
                ('technical_group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='processes_prepared', to='governance.body', verbose_name='sottogruppo tecnico')),
            ],
            options={
                'verbose_name': 'percorso',
            },
        ),
        migrations.AddField(
            model_name='phase',
            name='process',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='phases', to='participation.process'),
        ),
        migrations.AddField(
            model_name='hypothesis',
            name='process',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hypotheses', to='participation.process'),
        ),
        migrations.AddField(
            model_name='grid',
            name='process',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grids', to='participation.process'),
        ),
        migrations.AddField(
            model_name='gathering',
            name='process',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='gatherings', to='participation.process'),
        ),
        migrations.CreateModel(
            name='EmblematicActivity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='numero')),
                ('title', models.CharField(max_length=200, verbose_name='attività')),
                ('description', models.TextField(blank=True, verbose_name='che cosa si fa')),
                ('positive', models.TextField(blank=True, verbose_name='aspetti positivi')),
                ('critical', models.TextField(blank=True, verbose_name='aspetti critici')),
                ('to_revise', models.TextField(blank=True, verbose_name='che cosa rivedere')),
                ('is_synthetic', models.BooleanField(default=False, verbose_name='dimostrativo')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='community.organisation', verbose_name='di chi')),
                ('sub_area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.subarea', verbose_name='sub-area')),
                ('process', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='activities', to='participation.process')),
            ],
            options={
                'verbose_name': 'attività emblematica',
            },
        ),
        migrations.AddField(
            model_name='contribution',
            name='process',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contributions', to='participation.process'),
        ),
        migrations.AddField(
            model_name='conceptmap',
            name='process',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='concept_maps', to='participation.process'),
        ),
        migrations.AddField(
            model_name='ballot',
            name='process',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ballots', to='participation.process'),
        ),
        migrations.CreateModel(
            name='Product',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='numero')),
                ('kind', models.CharField(choices=[('hypotheses', 'documento di ipotesi'), ('grid', 'griglia di sintesi'), ('concept_map', 'mappa concettuale'), ('report', 'relazione'), ('instrument', 'strumento di analisi'), ('project', 'progetto'), ('other', 'altro')], default='other', max_length=20, verbose_name='tipo')),
                ('title', models.CharField(max_length=200, verbose_name='prodotto')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='entro il')),
                ('delivered_on', models.DateField(blank=True, null=True, verbose_name='consegnato il')),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.document', verbose_name='documento')),
                ('process', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='products', to='participation.process')),
            ],
            options={
                'verbose_name': 'prodotto',
            },
        ),
        migrations.CreateModel(
            name='Silence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254)),
                ('since', models.DateTimeField()),
                ('district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='silences', to='core.district')),
            ],
            options={
                'verbose_name': 'rinuncia ai riepiloghi',
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=80, verbose_name='codice')),
                ('title', models.CharField(max_length=300, verbose_name='titolo')),
                ('kind', models.CharField(choices=[('report', 'relazione'), ('survey', 'indagine, dati'), ('budget', 'bilancio'), ('plan', 'piano, programma'), ('act', 'norma, atto'), ('project', 'progetto'), ('book', 'libro, articolo'), ('other', 'altro')], default='other', max_length=12, verbose_name='tipo')),
                ('author', models.CharField(blank=True, max_length=200, verbose_name='di chi')),
                ('year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='anno')),
                ('phenomenon', models.TextField(blank=True, verbose_name='quale fenomeno descrive')),
                ('user_area', models.CharField(blank=True, choices=[('FAM', 'Famiglia e minori'), ('DIS', 'Disabilità'), ('ADD', 'Dipendenze'), ('ELD', 'Anziani'), ('IMMNOM', 'Immigrati e nomadi'), ('POV', 'Povertà e disagio adulto'), ('MULBEN', 'Più tipi di persone')], max_length=20, verbose_name='area di utenza')),
                ('period', models.CharField(blank=True, max_length=80, verbose_name='di quale periodo')),
                ('treatment', models.TextField(blank=True, verbose_name='come il fenomeno è trattato')),
                ('link', models.URLField(blank=True, verbose_name='collegamento')),
                ('is_public', models.BooleanField(default=True, verbose_name='pubblico')),
                ('is_synthetic', models.BooleanField(default=False, verbose_name='dimostrativo')),
                ('district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sources', to='core.district')),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.attachment', verbose_name='file')),
                ('municipalities', models.ManyToManyField(blank=True, related_name='sources', to='territory.municipality', verbose_name='in quali comuni')),
            ],
            options={
                'verbose_name': 'fonte',
            },
        ),
        migrations.AddField(
            model_name='paragraph',
            name='sources',
            field=models.ManyToManyField(blank=True, related_name='paragraphs', to='participation.source', verbose_name='dalle fonti'),
        ),
        migrations.CreateModel(
            name='Elaboration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='numero')),
                ('title', models.CharField(max_length=200, verbose_name='titolo')),
                ('text', models.TextField(blank=True, verbose_name='testo')),
                ('is_synthetic', models.BooleanField(default=False, verbose_name='dimostrativo')),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.attachment', verbose_name='file')),
                ('meeting', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='elaborations', to='governance.meeting', verbose_name="per l'incontro")),
                ('process', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='elaborations', to='participation.process')),
                ('cites', models.ManyToManyField(blank=True, related_name='cited_in', to='participation.source', verbose_name='cita')),
            ],
            options={
                'verbose_name': 'elaborazione',
            },
        ),
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=300, verbose_name='affermazione')),
                ('is_open', models.BooleanField(default=True, verbose_name='aperta al voto')),
                ('is_synthetic', models.BooleanField(default=False, verbose_name='dimostrativo')),
                ('contribution', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='participation.contribution', verbose_name='dal contributo')),
                ('gathering', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='participation.gathering')),
            ],
            options={
                'verbose_name': 'affermazione',
            },
        ),
        migrations.CreateModel(
            name='CountedVote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table', models.CharField(blank=True, max_length=40, verbose_name='tavolo')),
                ('agree', models.PositiveIntegerField(default=0, verbose_name="d'accordo")),
                ('disagree', models.PositiveIntegerField(default=0, verbose_name="non d'accordo")),
                ('passed', models.PositiveIntegerField(default=0, verbose_name='passano')),
                ('at', models.DateTimeField(verbose_name='quando')),
                ('statement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='counted', to='participation.statement')),
            ],
            options={
                'verbose_name': 'conteggio a mano',
            },
        ),
        migrations.CreateModel(
            name='SuggestedReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='numero')),
                ('why', models.CharField(blank=True, max_length=300, verbose_name='perché leggerlo')),
                ('process', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='participation.process')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='suggested_in', to='participation.source')),
            ],
            options={
                'verbose_name': 'lettura consigliata',
            },
        ),
        migrations.CreateModel(
            name='Vote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.SmallIntegerField(choices=[(1, "d'accordo"), (0, 'passo'), (-1, "non d'accordo")], verbose_name='opinione')),
                ('at', models.DateTimeField(verbose_name='quando')),
                ('phone', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='participation.phone')),
                ('statement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='participation.statement')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'opinione',
            },
        ),
        migrations.CreateModel(
            name='Workshop',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('addressed_to', models.CharField(blank=True, max_length=200, verbose_name='con chi')),
                ('administrator', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='community.person', verbose_name='lo conduce, per gli amministratori')),
                ('grounded_on', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.document', verbose_name='documento di contesto')),
                ('meeting', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='workshop', to='governance.meeting', verbose_name='incontro')),
                ('phase', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='workshops', to='participation.phase', verbose_name='fase')),
                ('process', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='workshops', to='participation.process')),
                ('sub_area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.subarea', verbose_name='sub-area')),
                ('technician', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='community.person', verbose_name='lo conduce, per i tecnici')),
            ],
            options={
                'verbose_name': 'incontro di un percorso',
            },
        ),
        migrations.CreateModel(
            name='AmendmentRemark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('text', models.CharField(max_length=2000, verbose_name='osservazione')),
                ('at', models.DateTimeField(verbose_name='quando')),
                ('amendment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='remarks', to='participation.amendment')),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='community.organisation')),
            ],
            options={
                'verbose_name': 'osservazione',
                'constraints': [models.UniqueConstraint(fields=('amendment', 'number'), name='remark_number_once')],
            },
        ),
        migrations.CreateModel(
            name='BallotMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.PositiveSmallIntegerField(verbose_name='valore')),
                ('option', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='participation.ballotoption')),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='participation.ballotpaper')),
            ],
            options={
                'verbose_name': 'segno sulla scheda',
                'constraints': [models.UniqueConstraint(fields=('paper', 'option'), name='marked_once')],
            },
        ),
        migrations.CreateModel(
            name='ConceptTie',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('leads_to', 'porta a'), ('part_of', 'fa parte di'), ('needs', 'ha bisogno di'), ('opposes', 'contrasta'), ('example_of', 'è un esempio di')], max_length=12, verbose_name='legame')),
                ('map', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ties', to='participation.conceptmap')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ties_out', to='participation.concept')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ties_in', to='participation.concept')),
            ],
            options={
                'verbose_name': 'legame fra concetti',
                'constraints': [models.UniqueConstraint(fields=('source', 'target', 'kind'), name='concept_tie_once'), models.CheckConstraint(condition=models.Q(('source', models.F('target')), _negated=True), name='concept_ties_to_another')],
            },
        ),
        migrations.AddConstraint(
            model_name='concept',
            constraint=models.UniqueConstraint(fields=('map', 'number'), name='concept_number_once'),
        ),
        migrations.AddConstraint(
            model_name='concept',
            constraint=models.CheckConstraint(condition=models.Q(('x__lte', 1000), ('y__lte', 1000)), name='concept_stays_on_the_sheet'),
        ),
        migrations.AddConstraint(
            model_name='digest',
            constraint=models.UniqueConstraint(fields=('district', 'email', 'week'), name='digest_once_a_week'),
        ),
        migrations.AddConstraint(
            model_name='digestround',
            constraint=models.UniqueConstraint(fields=('district', 'week'), name='digest_round_once_a_week'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.UniqueConstraint(fields=('grid', 'number'), name='correction_number_once'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cell__isnull', True), ('other__isnull', False)), models.Q(('cell__isnull', False), ('other__isnull', True), ('together', False)), _connector='OR'), name='a_correction_is_about_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(('contribution', models.F('other')), _negated=True), name='a_correction_is_about_another'),
        ),
        migrations.AddConstraint(
            model_name='gridline',
            constraint=models.UniqueConstraint(fields=('grid', 'axis', 'number'), name='grid_line_once'),
        ),
        migrations.AddIndex(
            model_name='cell',
            index=django.contrib.postgres.indexes.GinIndex(ordito.core.search.Words('summary'), name='cell_words'),
        ),
        migrations.AddConstraint(
            model_name='cell',
            constraint=models.UniqueConstraint(fields=('row', 'column'), name='cell_once'),
        ),
        migrations.AddConstraint(
            model_name='hypothesisversion',
            constraint=models.UniqueConstraint(fields=('hypothesis', 'number'), name='hypothesis_version_once'),
        ),
        migrations.AddConstraint(
            model_name='ballotoption',
            constraint=models.UniqueConstraint(fields=('ballot', 'number'), name='ballot_option_once'),
        ),
        migrations.AddIndex(
            model_name='amendment',
            index=django.contrib.postgres.indexes.GinIndex(ordito.core.search.Words('text', 'reason'), name='amendment_words'),
        ),
        migrations.AddConstraint(
            model_name='amendment',
            constraint=models.UniqueConstraint(fields=('hypothesis', 'number'), name='amendment_number_once'),
        ),
        migrations.AddConstraint(
            model_name='amendment',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'add'), ('paragraph__isnull', False), _connector='OR'), name='amendment_of_a_paragraph'),
        ),
        migrations.AddConstraint(
            model_name='amendment',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'remove'), models.Q(('text', ''), _negated=True), _connector='OR'), name='amendment_says_what'),
        ),
        migrations.AddConstraint(
            model_name='amendment',
            constraint=models.CheckConstraint(condition=models.Q(('decided_at__isnull', True), ('decided_at__gte', models.F('at')), _connector='OR'), name='amendment_decided_after_it_came'),
        ),
        migrations.AddConstraint(
            model_name='amendment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'rejected'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='amendment_rejected_with_an_answer'),
        ),
        migrations.AddIndex(
            model_name='paragraphtext',
            index=django.contrib.postgres.indexes.GinIndex(ordito.core.search.Words('heading', 'text'), name='paragraph_words'),
        ),
        migrations.AddConstraint(
            model_name='paragraphtext',
            constraint=models.UniqueConstraint(fields=('version', 'paragraph'), name='paragraph_text_once'),
        ),
        migrations.AddConstraint(
            model_name='paragraphtext',
            constraint=models.UniqueConstraint(fields=('version', 'position'), name='paragraph_place_once'),
        ),
        migrations.AddConstraint(
            model_name='opening',
            constraint=models.UniqueConstraint(fields=('phase', 'doing'), name='opening_once_a_phase'),
        ),
        migrations.AddConstraint(
            model_name='phone',
            constraint=models.UniqueConstraint(fields=('gathering', 'number'), name='phone_number_once'),
        ),
        migrations.AddConstraint(
            model_name='ballotpaper',
            constraint=models.UniqueConstraint(fields=('ballot', 'number'), name='paper_number_once'),
        ),
        migrations.AddConstraint(
            model_name='ballotpaper',
            constraint=models.UniqueConstraint(fields=('ballot', 'phone'), name='a_phone_chooses_once'),
        ),
        migrations.AddConstraint(
            model_name='ballotpaper',
            constraint=models.UniqueConstraint(condition=models.Q(('organisation__isnull', True)), fields=('ballot', 'user'), name='a_person_chooses_once'),
        ),
        migrations.AddConstraint(
            model_name='ballotpaper',
            constraint=models.UniqueConstraint(fields=('ballot', 'organisation'), name='an_organisation_chooses_once'),
        ),
        migrations.AddConstraint(
            model_name='ballotpaper',
            constraint=models.UniqueConstraint(condition=models.Q(('on_paper', ''), _negated=True), fields=('ballot', 'on_paper'), name='a_paper_is_typed_once'),
        ),
        migrations.AddConstraint(
            model_name='placement',
            constraint=models.UniqueConstraint(condition=models.Q(('removed_at__isnull', True)), fields=('contribution', 'cell'), name='placed_once_in_a_cell'),
        ),
        migrations.AddConstraint(
            model_name='placement',
            constraint=models.CheckConstraint(condition=models.Q(('removed_at__isnull', True), ('removed_at__gte', models.F('placed_at')), _connector='OR'), name='removed_after_placed'),
        ),
        migrations.AddConstraint(
            model_name='placement',
            constraint=models.UniqueConstraint(fields=('contribution', 'cell', 'placed_at'), name='placed_once_at_a_moment'),
        ),
        migrations.AddIndex(
            model_name='process',
            index=django.contrib.postgres.indexes.GinIndex(ordito.core.search.Words('title', 'purpose'), name='process_words'),
        ),
        migrations.AddConstraint(
            model_name='process',
            constraint=models.UniqueConstraint(fields=('district', 'code'), name='process_code_once'),
        ),
        migrations.AddConstraint(
            model_name='process',
            constraint=models.CheckConstraint(condition=models.Q(('ends_before__isnull', True), ('ends_before__gt', models.F('starts_on')), _connector='OR'), name='process_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='phase',
            constraint=models.UniqueConstraint(fields=('process', 'number'), name='phase_number_once'),
        ),
        migrations.AddConstraint(
            model_name='phase',
            constraint=models.CheckConstraint(condition=models.Q(('ends_before__isnull', True), ('ends_before__gt', models.F('starts_on')), _connector='OR'), name='phase_ends_after_it_starts'),
        ),
        migrations.AddIndex(
            model_name='hypothesis',
            index=django.contrib.postgres.indexes.GinIndex(ordito.core.search.Words('title'), name='hypothesis_words'),
        ),
        migrations.AddConstraint(
            model_name='hypothesis',
            constraint=models.UniqueConstraint(fields=('process', 'code'), name='hypothesis_code_once'),
        ),
        migrations.AddConstraint(
            model_name='grid',
            constraint=models.UniqueConstraint(fields=('process', 'code'), name='grid_code_once'),
        ),
        migrations.AddConstraint(
            model_name='gathering',
            constraint=models.UniqueConstraint(fields=('process', 'code'), name='gathering_code_once'),
        ),
        migrations.AddConstraint(
            model_name='gathering',
            constraint=models.CheckConstraint(condition=models.Q(('closes_at__isnull', True), ('closes_at__gt', models.F('opens_at')), _connector='OR'), name='gathering_closes_after_it_opens'),
        ),
        migrations.AddIndex(
            model_name='emblematicactivity',
            index=django.contrib.postgres.indexes.GinIndex(ordito.core.search.Words('title', 'positive', 'critical', 'to_revise'), name='activity_words'),
        ),
        migrations.AddConstraint(
            model_name='emblematicactivity',
            constraint=models.UniqueConstraint(fields=('process', 'number'), name='activity_number_once'),
        ),
        migrations.AddIndex(
            model_name='contribution',
            index=django.contrib.postgres.indexes.GinIndex(ordito.core.search.Words('text'), name='contribution_words'),
        ),
        migrations.AddConstraint(
            model_name='contribution',
            constraint=models.UniqueConstraint(fields=('process', 'number'), name='contribution_number_once'),
        ),
        migrations.AddConstraint(
            model_name='contribution',
            constraint=models.UniqueConstraint(condition=models.Q(('sent_as', ''), _negated=True), fields=('process', 'sent_as'), name='contribution_sent_once'),
        ),
        migrations.AddConstraint(
            model_name='contribution',
            constraint=models.CheckConstraint(condition=models.Q(('size__gte', 1)), name='contribution_said_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='contribution',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'hidden'), _negated=True), models.Q(('state_because', ''), _negated=True), _connector='OR'), name='what_is_hidden_says_why'),
        ),
        migrations.AddConstraint(
            model_name='contribution',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['pro', 'con']), _negated=True), ('about__isnull', False), _connector='OR'), name='a_pro_or_con_is_about_something'),
        ),
        migrations.AddConstraint(
            model_name='conceptmap',
            constraint=models.UniqueConstraint(fields=('process', 'code'), name='concept_map_code_once'),
        ),
        migrations.AddConstraint(
            model_name='ballot',
            constraint=models.UniqueConstraint(fields=('process', 'code'), name='ballot_code_once'),
        ),
        migrations.AddConstraint(
            model_name='ballot',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('method', 'points'), _negated=True), ('points__gte', 1), _connector='OR'), name='points_are_given'),
        ),
        migrations.AddConstraint(
            model_name='ballot',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('method', 'budget'), _negated=True), ('budget__gt', 0), _connector='OR'), name='a_budget_is_given'),
        ),
        migrations.AddConstraint(
            model_name='ballot',
            constraint=models.CheckConstraint(condition=models.Q(('closes_at__isnull', True), models.Q(('closes_at__gte', models.F('opens_at')), ('opens_at__isnull', False)), _connector='OR'), name='ballot_closes_once_opened'),
        ),
        migrations.AddConstraint(
            model_name='product',
            constraint=models.UniqueConstraint(fields=('process', 'number'), name='product_number_once'),
        ),
        migrations.AddConstraint(
            model_name='silence',
            constraint=models.UniqueConstraint(fields=('district', 'email'), name='silence_once'),
        ),
        migrations.AddIndex(
            model_name='source',
            index=django.contrib.postgres.indexes.GinIndex(ordito.core.search.Words('title', 'phenomenon', 'treatment'), name='source_words'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.UniqueConstraint(fields=('district', 'code'), name='source_code_once'),
        ),
        migrations.AddConstraint(
            model_name='paragraph',
            constraint=models.UniqueConstraint(fields=('hypothesis', 'number'), name='paragraph_number_once'),
        ),
        migrations.AddConstraint(
            model_name='paragraph',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('split_from__isnull', True), models.Q(('split_from', models.F('id')), _negated=True), _connector='OR'), models.Q(('joined_to__isnull', True), models.Q(('joined_to', models.F('id')), _negated=True), _connector='OR')), name='paragraph_comes_from_another'),
        ),
        migrations.AddIndex(
            model_name='elaboration',
            index=django.contrib.postgres.indexes.GinIndex(ordito.core.search.Words('title', 'text'), name='elaboration_words'),
        ),
        migrations.AddConstraint(
            model_name='elaboration',
            constraint=models.UniqueConstraint(fields=('process', 'number'), name='elaboration_number_once'),
        ),
        migrations.AddConstraint(
            model_name='statement',
            constraint=models.UniqueConstraint(fields=('gathering', 'number'), name='statement_number_once'),
        ),
        migrations.AddConstraint(
            model_name='countedvote',
            constraint=models.UniqueConstraint(fields=('statement', 'table'), name='a_table_is_counted_once'),
        ),
        migrations.AddConstraint(
            model_name='suggestedreading',
            constraint=models.UniqueConstraint(fields=('process', 'source'), name='reading_suggested_once'),
        ),
        migrations.AddConstraint(
            model_name='vote',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('phone__isnull', True), ('user__isnull', False)), models.Q(('phone__isnull', False), ('user__isnull', True)), _connector='OR'), name='one_voter_votes'),
        ),
        migrations.AddConstraint(
            model_name='vote',
            constraint=models.CheckConstraint(condition=models.Q(('value__in', [-1, 0, 1])), name='an_opinion_is_one_of_three'),
        ),
        migrations.AddConstraint(
            model_name='vote',
            constraint=models.UniqueConstraint(fields=('statement', 'phone'), name='a_phone_votes_once'),
        ),
        migrations.AddConstraint(
            model_name='vote',
            constraint=models.UniqueConstraint(fields=('statement', 'user'), name='a_person_votes_once'),
        ),
    ]
