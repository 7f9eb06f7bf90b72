"""Look people up by how their names sound, by pupil number and by due date."""

import django.contrib.postgres.indexes
from django.contrib.postgres.operations import CreateExtension
from django.db import migrations, models

import families.models.people

# The body is parsed once, here: it holds whatever the search path is when a backup is restored.
NAME_SOUNDS = """
CREATE FUNCTION name_sounds(name text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN ARRAY(
    SELECT DISTINCT dmetaphone(word) FROM unnest(string_to_array(name, ' ')) AS word
    WHERE dmetaphone(word) <> ''
)
"""


class Migration(migrations.Migration):
    dependencies = [("families", "0002_history_keeps_the_old_row")]

    operations = [
        CreateExtension("fuzzystrmatch"),
        migrations.RunSQL(NAME_SOUNDS, "DROP FUNCTION name_sounds(text)"),
        migrations.AddIndex(
            model_name="person",
            index=django.contrib.postgres.indexes.GinIndex(
                families.models.people.NameSounds("sort_name"),
                fastupdate=False,
                name="person_name_sounds",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("upn", ""), _negated=True), fields=["upn"], name="person_upn"
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("due_on", None), _negated=True),
                fields=["due_on"],
                name="person_due",
            ),
        ),
        migrations.AddIndex(
            model_name="family",
            index=models.Index(
                condition=models.Q(("restricted", True)), fields=["id"], name="family_restricted"
            ),
        ),
    ]
