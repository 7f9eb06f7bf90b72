"""Referrals that came before signs of danger were written down bring theirs now."""

from django.db import migrations

SIGNS = """
    INSERT INTO families_dangersign (family_id, sign, source, text, happened_at)
    SELECT DISTINCT r.family_id, found.sign, r.reference, '', r.submitted_at
    FROM referrals_referral r
    JOIN (
        SELECT referral_id, CASE
            WHEN key LIKE 'environment.domestic\\_abuse.%' OR key = 'redflag.high_risk_da'
            THEN 'domestic_abuse' ELSE 'abuse' END AS sign
        FROM referrals_observation
        WHERE answer = 'observed' AND (
            key LIKE 'environment.domestic\\_abuse.%' OR key LIKE 'redflag.%' OR key IN (
                'child.sexual_health.4', 'child.online.4', 'parenting.safety.4'))
        UNION
        SELECT id, 'do_not_tell' FROM referrals_referral WHERE do_not_tell
        UNION
        SELECT id, 'own_request' FROM referrals_referral WHERE via = 'public' AND source_code = '1C'
    ) found ON found.referral_id = r.id
"""
CONTACTS = """
    INSERT INTO families_dangersign (family_id, sign, source, text, happened_at)
    SELECT DISTINCT ON (p.family_id) p.family_id, 'must_not_know', '', '', c.happened_at
    FROM families_safecontact c JOIN families_person p ON p.id = c.person_id
    WHERE c.must_not_be_told <> '' AND c.superseded_at IS NULL
    ORDER BY p.family_id, c.happened_at
"""


def write(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(SIGNS)
        cursor.execute(CONTACTS)


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0010_views_on_it"),
        ("families", "0008_safe_to_share"),
    ]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
