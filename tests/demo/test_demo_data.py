"""The command: the same borough for the same seed, as the web's own role, once."""

import hashlib
from datetime import date
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import User
from croydon_eh.demo.dice import Dice
from croydon_eh.demo.hours import is_term, office_after
from croydon_eh.demo.numbers import nhs_numbers, upn
from croydon_eh.demo.reading import rows
from families.models import Family, Person
from families.validators import nhs_number_problem, upn_problem
from localities.calendar import london, london_day_start
from referrals.models import Referral
from tests.demo.conftest import uses_a_copy
from tests.roles import as_web_role

UNTIL = "2026-11-22"
KEPT_OUT = {
    "audit.Event",  # says when it was loaded
    "accounts.User",  # a password hash depends on the seal key
    "localities.PartnerSystem",
    "localities.WardLocality",  # loaded now
}


def load(families, seed=1, until=UNTIL, reports=0):
    out = StringIO()
    call_command(
        "demo_data", families=families, seed=seed, until=until, reports=reports, stdout=out
    )
    return out.getvalue()


def digest():
    """A hash of every row of every table that the command fills."""
    found = hashlib.sha256()
    for model in apps.get_models():
        if model._meta.label in KEPT_OUT or model._meta.app_label not in (
            "families", "referrals", "casework", "localities",
        ):  # fmt: skip
            continue
        for row in model.objects.order_by("pk").values_list():
            found.update(repr(row).encode())
    return found.hexdigest()


@pytest.mark.django_db
class TestCommand:
    def test_it_says_what_it_made(self):
        assert load(30).startswith("Made 30 families, ")
        assert Family.objects.count() == 30

    def test_even_one_family_can_be_made(self):
        load(1)
        assert Family.objects.count() == 1
        assert Referral.objects.count() == 1

    def test_the_web_s_role_may_run_it(self):
        with as_web_role():
            load(30)
            assert Referral.objects.count() >= 30

    def test_it_refuses_where_families_are(self):
        load(3)
        with pytest.raises(CommandError, match="families already"):
            load(3)
        assert Family.objects.count() == 3

    def test_the_next_referral_gets_the_next_number(self):
        load(40)
        last = Referral.objects.order_by("submitted_at", "id").last().reference
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval('referral_number')")
            (following,) = cursor.fetchone()
        assert following > int(last.rpartition("-")[2])
        made = Family.objects.create(name="Made by hand")
        assert made.pk > Family.objects.exclude(pk=made.pk).order_by("pk").last().pk

    @pytest.mark.parametrize(
        ("options", "words"),
        [
            ({"families": 0}, "1 or more"),
            ({"families": 5, "reports": 9}, "between 0 and 8"),
            ({"families": 5, "until": "2026-02-30"}, "write a day"),
            ({"families": 5, "until": "tomorrow"}, "write a day"),
            ({"families": 5, "until": "1999-01-01"}, "between"),
        ],
    )
    def test_wrong_options_get_a_sentence(self, options, words):
        with pytest.raises(CommandError, match=words):
            load(**options)

    def test_production_gets_none(self, settings):
        settings.DEMO = False
        with pytest.raises(CommandError, match="demo and test mode only"):
            load(3)
        assert not User.objects.exists()

    @pytest.mark.parametrize("until", ["2022-03-01", "2030-01-02"])
    def test_another_end_of_the_period_works_too(self, until):
        load(40, until=until)
        newest = Referral.objects.order_by("submitted_at").last()
        assert newest.submitted_at < london_day_start(date.fromisoformat(until))


def test_the_same_seed_makes_the_same_borough_another_one_another(
    django_db_setup, django_db_blocker, worker_id
):
    def made(seed):
        with uses_a_copy(f"same_{worker_id}", django_db_blocker):
            load(60, seed)
            return digest()

    first, again, other = made(3), made(3), made(4)
    assert first == again
    assert first != other


@pytest.mark.xdist_group("borough")
@pytest.mark.usefixtures("borough")
class TestBelievable:
    def test_children_are_as_many_kinds_as_the_borough_s(self):
        children = Person.objects.children()
        known = children.exclude(ethnic_group__in=("NOBT", "REFU", ""))
        minority = known.exclude(ethnic_group="WBRI").count() / known.count()
        other_language = children.exclude(language="English").count() / children.count()
        assert minority == pytest.approx(0.58, abs=0.09)
        assert other_language == pytest.approx(0.44, abs=0.09)

    def test_every_kind_of_agency_refers(self):
        kinds = set(Referral.objects.values_list("site__agency__kind", flat=True))
        assert kinds >= {"school", "gp", "health", "police", "voluntary", "housing",
                         "childrens_centre", "youth", "social_care"}  # fmt: skip

    def test_the_stories_are_told(self):
        assert Person.objects.filter(last_name__contains="Featherstonehaugh").exists()
        assert Person.objects.filter(first_name="Zoë-Renée").exists()
        assert Person.objects.filter(last_name__contains="’").exists()
        assert Person.objects.filter(is_child=True, born_on=None, due_on__isnull=False).exists()
        assert Family.objects.filter(households__is_main=False).exists()
        assert Family.objects.filter(households__residences__protected=True).exists()
        assert Referral.objects.filter(is_step_down=True, area="croydon").exists()
        assert Referral.objects.filter(area="elsewhere").exists()

    def test_accounts_are_marked_and_write_to_nobody(self):
        assert not User.objects.filter(is_demo=False).exists()
        assert not User.objects.exclude(email__endswith="@example.org").exists()


def test_test_numbers_are_right_and_come_once():
    numbers = [number for number, _ in zip(nhs_numbers(123), range(5000), strict=False)]
    assert len(set(numbers)) == 5000
    assert not any(map(nhs_number_problem, numbers))
    assert not any(upn_problem(upn(Dice(n), 2010 + n % 9)) for n in range(200))


def test_schools_are_shut_when_children_are_at_home():
    shut = [date(2026, 8, 5), date(2026, 12, 25), date(2026, 4, 8), date(2026, 10, 28),
            date(2026, 2, 18), date(2026, 5, 27), date(2026, 9, 12)]  # fmt: skip
    assert not any(map(is_term, shut))
    assert all(map(is_term, [date(2026, 9, 14), date(2026, 11, 20), date(2026, 6, 10)]))


def test_office_hours_pass_over_the_weekend():
    friday = london_day_start(date(2026, 11, 20)).replace(hour=16)
    assert london(office_after(friday, 2)).isoformat() == "2026-11-23T10:00:00+00:00"


def test_invented_postcodes_are_in_each_ward():
    wards = {row["ward_gss"] for row in rows("postcodes")}
    assert len(wards) == 28
