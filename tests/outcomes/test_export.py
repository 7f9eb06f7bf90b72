"""The export: every kind of fact with its dates, described, without names and free text."""

import csv
import json
import re

import pytest
from django.apps import apps
from django.core.management import call_command

from audit.facts import Fact
from croydon_eh.facts import export, tables
from families.models import Family, Person
from referrals.models import Referral
from tests.outcomes.facts import RandomFacts

DATES = ["happened_at", "recorded_at", "superseded_at"]
# Words of people: never in a file.
FREE_TEXT = {
    "worries", "working_well", "must_change", "tried", "words", "reason_text", "notes", "text",
    "measure", "summary", "risk_check", "address", "postcode", "first_name", "last_name", "email",
    "born_on", "due_on", "nhs_number", "upn", "phone", "spoke_to", "question", "wishes",
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory, django_db_setup, django_db_blocker):
    from django.db import transaction

    path = tmp_path_factory.mktemp("facts")
    with django_db_blocker.unblock(), transaction.atomic():
        RandomFacts(5, families=20).make()
        secret = "Zzyzxian"
        Family.objects.update(name=secret, sort_name=secret)
        Person.objects.update(last_name=secret, sort_name=secret)
        Referral.objects.update(worries=secret, tried=secret)
        counts = export(path, key="one")
        export(path / "again", key="one")
        export(path / "other", key="two")
        ids = {str(pk) for pk in Referral.objects.values_list("pk", flat=True)}
        transaction.set_rollback(True)
    return path, counts, secret, ids


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# Facts about how to reach or protect somebody: nothing is counted from them.
NOT_COUNTED = {
    "SafeContact", "CourtOrder", "Relationship", "NotSame", "NotSamePerson", "Restriction",
    "DangerSign", "SafeToShare", "Given", "Loss", "MessagesAgain",
}  # fmt: skip


def test_every_kind_of_fact_is_exported():
    facts = {model for model in apps.get_models() if issubclass(model, Fact)}
    sources = " ".join(table.source for table in tables())
    missing = {m.__name__ for m in facts if f"{m._meta.db_table} " not in f"{sources} "}
    assert missing == NOT_COUNTED


def test_every_file_has_the_three_dates_and_is_described(folder):
    path, counts, *_ = folder
    described = {(row["file"], row["column"]) for row in read(path / "dictionary.csv")}
    assert all(row["meaning"] for row in read(path / "dictionary.csv"))
    package = json.loads((path / "datapackage.json").read_text())
    assert {resource["path"] for resource in package["resources"]} == {f"{n}.csv" for n in counts}
    for name, count in counts.items():
        with (path / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        assert set(DATES) <= set(header), name
        assert {(f"{name}.csv", column) for column in header} <= described, name
        assert len(read(path / f"{name}.csv")) == count


def test_there_is_no_name_no_free_text_and_no_real_id(folder):
    path, counts, secret, ids = folder
    for name in counts:
        text = (path / f"{name}.csv").read_text()
        assert secret not in text, name
    for row in read(path / "referrals.csv"):
        assert re.fullmatch("[0-9a-f]{16}", row["referral"])
        assert row["referral"] not in ids
    columns = {column.name for table in tables() for column in table.columns}
    assert not columns & FREE_TEXT


def test_pseudonyms_join_files_and_depend_on_the_key(folder):
    path, *_ = folder
    sent = {row["referral"] for row in read(path / "referrals.csv")}
    decided = {row["referral"] for row in read(path / "decisions.csv")}
    assert decided and decided <= sent
    assert sent == {row["referral"] for row in read(path / "again" / "referrals.csv")}
    assert not sent & {row["referral"] for row in read(path / "other" / "referrals.csv")}


def test_a_family_and_a_referral_of_one_number_have_different_pseudonyms(folder):
    path, *_ = folder
    rows = read(path / "referrals.csv")
    assert not {row["referral"] for row in rows} & {row["family"] for row in rows}


@pytest.mark.django_db
def test_the_command_says_what_it_wrote(tmp_path, capsys):
    call_command("export_facts", str(tmp_path / "new" / "folder"))
    said = capsys.readouterr().out
    assert "referrals.csv" in said
    assert (tmp_path / "new" / "folder" / "bank_holidays.csv").exists()
