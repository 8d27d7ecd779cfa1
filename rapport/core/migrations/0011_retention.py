"""How long the journals are kept, and the index by which the audit page finds what one colleague wrote."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0010_no_last_login"),
    ]

    operations = [
        # who changed what, newest first: a merge over the months' indexes
        migrations.RunSQL(
            "CREATE INDEX change_by ON core_change (by_id, id) WHERE by_id IS NOT NULL",
            "DROP INDEX change_by",
        ),
        migrations.AddField(
            model_name="company",
            name="journals_since",
            field=models.DateField(null=True, verbose_name="changes and events since"),
        ),
        migrations.AddField(
            model_name="company",
            name="keep_months",
            field=models.PositiveSmallIntegerField(default=24, verbose_name="months kept"),
        ),
        migrations.AddConstraint(
            model_name="company",
            constraint=models.CheckConstraint(
                condition=models.Q(("keep_months__gte", 1)), name="company_keeps_a_month"
            ),
        ),
    ]
