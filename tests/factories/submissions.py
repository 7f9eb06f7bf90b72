"""What a referrer sends: the Okafors, two children and their mother, unless told otherwise."""

from dataclasses import replace
from datetime import date

from families.entries import (
    AdultEntry,
    AgreementEntry,
    ChildEntry,
    HomeEntry,
    SafeContactEntry,
)
from referrals.intake import Seen, Submission

AMARA = ChildEntry(
    key="amara", first_name="Amara", last_name="Okafor", born_on=date(2016, 3, 14),
    school="Invented Primary", language="Igbo", interpreter="N",
)  # fmt: skip
TOBI = ChildEntry(key="tobi", first_name="Tobi", last_name="Okafor", born_on=date(2019, 8, 2))
UNBORN = ChildEntry(key="baby", last_name="Okafor", due_on=date(2027, 2, 1))
NGOZI = AdultEntry(
    key="ngozi", first_name="Ngozi", last_name="Okafor", relationship="parent",
    parental_responsibility="Y", phone="07700 900123",
)  # fmt: skip
AGREED = AgreementEntry(answer="agreed", sharing="Y", who="ngozi", how="in person")

OKAFORS = Submission(
    family_name="Okafor",
    children=(AMARA, TOBI),
    adults=(NGOZI,),
    home=HomeEntry(area="croydon", address="1 Invented Road", postcode="CR0 2AB"),
    worries="Amara is often absent and comes to school hungry.",
    working_well="Warm home.",
    observations=(
        Seen(key="child.attendance.3", child="amara"),
        Seen(key="child.growth.2", child="tobi"),
        Seen(key="environment.money.2"),
        Seen(key="parenting.supervision", answer="not_known"),
    ),
    strengths=("strength.parenting.warmth",),
    agreement=AGREED,
    safe_contacts=(SafeContactEntry(who="ngozi", phone="07700 900123", times="After 4pm"),),
)


def okafors(**changes):
    return replace(OKAFORS, **changes)
