"""The carried reference data, and how a change of it reaches the database."""

import csv
import shutil
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from localities.agencies import source_code_of, source_labels
from localities.models import (
    AgencyKind,
    Hub,
    Locality,
    Postcode,
    PostcodeSector,
    Team,
    TeamKind,
    Ward,
    WardLocality,
)
from localities.places import find_place, locality_of
from localities.sync import sync
from localities.working_days import REFERENCE

pytestmark = pytest.mark.django_db
WOODSIDE = "E05011489"
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def synced():
    sync()


@pytest.fixture
def files(tmp_path):
    for path in REFERENCE.glob("*.csv"):
        shutil.copy(path, tmp_path)
    return tmp_path


def append(path, *values):
    with path.open("a", newline="") as file:
        csv.writer(file).writerow(values)


def test_what_is_carried_is_whole():
    assert [row.code for row in Locality.objects.all()] == ["north", "central", "south"]
    assert Ward.objects.count() == 28
    assert sum(row.children for row in Ward.objects.all()) == 95_309
    assert WardLocality.objects.current().filter(until_on=None).count() == 28
    assert {row.locality.code for row in Team.objects.filter(kind=TeamKind.HUB)} == {
        "north", "central", "south",
    }  # fmt: skip
    assert Hub.objects.filter(name="Birdhurst", locality__code="south").exists()
    assert all(0 < row.confidence <= 1 for row in PostcodeSector.objects.all())


def test_the_second_run_changes_nothing(django_assert_max_num_queries):
    before = list(WardLocality.objects.order_by("pk").values())
    with django_assert_max_num_queries(15):
        assert not sync()
    assert list(WardLocality.objects.order_by("pk").values()) == before


def test_a_moved_ward_keeps_its_history(files):
    before = timezone.now()
    append(files / "ward_localities.csv", WOODSIDE, "north", "2025-04-01", "")
    done = sync(files)
    ward = Ward.objects.get(gss=WOODSIDE)
    assert locality_of(ward, date(2025, 3, 31)).code == "central"
    assert locality_of(ward, date(2025, 4, 1)).code == "north"
    # as it was known before, nothing has moved
    assert locality_of(ward, TODAY, as_at=before - timedelta(hours=1)).code == "central"
    assert done == {"ward assignments added": 2, "ward assignments ended": 1}
    assert not sync(files)


def test_a_change_known_to_the_database_alone_stays(files):
    append(files / "ward_localities.csv", WOODSIDE, "north", "2025-04-01", "")
    sync(files)
    assert not sync()
    assert locality_of(Ward.objects.get(gss=WOODSIDE), TODAY).code == "north"


def test_a_wrong_locality_is_corrected_by_a_new_fact(files):
    path = files / "ward_localities.csv"
    path.write_text(path.read_text().replace(f"{WOODSIDE},central", f"{WOODSIDE},south"))
    sync(files)
    ward = Ward.objects.get(gss=WOODSIDE)
    rows = WardLocality.objects.filter(ward=ward).order_by("pk")
    assert [(row.locality.code, row.superseded_at is None) for row in rows] == [
        ("central", False), ("south", True),
    ]  # fmt: skip
    assert not sync(files)


def test_a_renamed_ward_is_the_same_ward(files):
    ward = Ward.objects.get(gss=WOODSIDE)
    path = files / "wards.csv"
    path.write_text(path.read_text().replace("Woodside", "Woodside Green"))
    assert sync(files) == {"wards changed": 1}
    ward.refresh_from_db()
    assert ward.name == "Woodside Green"


def test_the_command_says_what_it_did():
    out = StringIO()
    call_command("sync_localities", stdout=out)
    assert out.getvalue() == "Nothing has changed.\n"


def test_every_kind_of_agency_has_a_source_code_with_a_label():
    assert {source_code_of(kind) for kind in AgencyKind.values} <= source_labels().keys()
    assert source_code_of(AgencyKind.SCHOOL) == "2A"


# The directory of postcodes

ONSPD = """\
pcd,pcd2,pcds,oslaua,osward
"CR0 0QA","CR0  0QA","CR0 0QA","E09000008","E05011489"
"CR0 0QB","CR0  0QB","CR0 0QB","E09000008","E05011468"
"BR1 1AA","BR1  1AA","BR1 1AA","E09000006","E05013987"
"""


@pytest.fixture
def load(tmp_path):
    def load(text):
        path = tmp_path / "directory.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        out, err = StringIO(), StringIO()
        call_command("import_postcodes", str(path), stdout=out, stderr=err)
        return out.getvalue(), err.getvalue()

    return load


def test_the_borough_s_postcodes_are_loaded_and_beat_the_sector(load):
    assert find_place("CR0 0QA", TODAY).ward.gss != WOODSIDE
    out, err = load(ONSPD)
    assert "3 lines read, 2 in our wards: 2 postcodes added" in out
    assert err == ""
    place = find_place("cr00qa", TODAY)
    assert (place.ward.gss, place.confidence, place.locality.code) == (WOODSIDE, 1.0, "central")


def test_loading_again_changes_nothing(load):
    load(ONSPD)
    before = set(Postcode.objects.values_list("pk", "postcode", "ward"))
    out, _ = load(ONSPD)
    assert "0 postcodes added, 0 moved to another ward, 2 known already" in out
    assert set(Postcode.objects.values_list("pk", "postcode", "ward")) == before


def test_a_postcode_moves_to_its_new_ward(load):
    load(ONSPD)
    out, _ = load(ONSPD.replace("E05011468", WOODSIDE))
    assert "0 postcodes added, 1 moved to another ward" in out
    assert set(Postcode.objects.values_list("ward__gss", flat=True)) == {WOODSIDE}


@pytest.mark.parametrize(
    "header", ["PCDS,WD25CD", "\ufeffpcd7,ward", "postcode,ward_gss", "pcd8,wd21cd"]
)
def test_every_edition_s_columns_are_known(load, header):
    assert "1 postcodes added" in load(f"{header}\nCR0 0QA,{WOODSIDE}\n")[0]


def test_bad_lines_are_named_and_the_others_taken(load):
    out, err = load(
        ONSPD
        + f'"NOT ONE","","QQ99 9ZZZ","E09000008","{WOODSIDE}"\n'
        + '"CR0 0QC","","CR0 0QC","E09000008","E05099999"\n'
        + '"CR0 0QA","","CR0 0QA","E09000008","E05011468"\n'
        + "short\n"
    )
    assert "2 postcodes added" in out
    assert "4 lines not taken" in out
    assert [line.split(":")[0] for line in err.splitlines()] == [
        "line 5", "line 6", "line 7", "line 8",
    ]  # fmt: skip
    assert "no such ward" in err
    assert Postcode.objects.count() == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "must name a column"),
        ("a,b\n1,2\n", "must name a column"),
        (b"PK\x03\x04\xff\xfe", "not text"),
    ],
)
def test_another_file_is_refused_in_a_sentence(load, content, words):
    with pytest.raises(CommandError, match=words):
        load(content)


def test_a_missing_file_is_refused_in_a_sentence(tmp_path):
    with pytest.raises(CommandError, match="Cannot read"):
        call_command("import_postcodes", str(tmp_path / "no.csv"))
