"""What a plan rests on knows its plan; nothing was written there before."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plan", "0003_plain_words_and_versions_that_stay")]
    operations = [
        migrations.AddField(
            model_name="ground",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="grounds", to="plan.areaplan"
            ),
        ),
    ]
