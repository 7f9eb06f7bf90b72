"""The signs of danger that a referral brings, by the thresholds themselves."""

import uuid

import pytest

from families.codes import Danger
from families.entries import SafeContactEntry
from families.models import DangerSign
from localities.public import public_sender
from referrals import actions, danger, thresholds
from referrals.intake import DangerEntry, Seen
from tests.factories.localities import SiteFactory, worker
from tests.factories.referrals import MONDAY
from tests.factories.submissions import okafors

pytestmark = pytest.mark.django_db


def sent(by=None, **changes):
    by = by or worker("practitioner", site=SiteFactory())
    referral, _ = actions.submit(
        submission=okafors(**changes), by=by, site=by.site if hasattr(by, "site") else _site(by),
        idempotency_key=str(uuid.uuid4()), at=MONDAY,
    )  # fmt: skip
    return referral


def _site(by):
    return by.memberships.get().site


def signs(referral):
    rows = DangerSign.objects.filter(family=referral.family, source=referral.reference)
    return set(rows.values_list("sign", flat=True))


@pytest.mark.parametrize("key, sign", [
    ("environment.domestic_abuse.2", Danger.DOMESTIC_ABUSE),
    ("redflag.high_risk_da", Danger.DOMESTIC_ABUSE),
    ("redflag.harmful_practice", Danger.ABUSE),
    ("redflag.trafficking", Danger.ABUSE),
    ("redflag.sexual_abuse", Danger.ABUSE),
    ("redflag.induced_illness", Danger.ABUSE),
    ("child.online.4", Danger.ABUSE),
    ("child.online.2", None),
    ("environment.money.2", None),
    ("strength.parenting.warmth", None),
])  # fmt: skip
def test_of_an_indicator(key, sign):
    assert danger.sign_of(thresholds.in_force(MONDAY.date()).indicators[key]) == sign


def test_none_where_there_is_none():
    assert signs(sent()) == set()


def test_written_with_the_referral():
    abuse = (Seen(key="environment.domestic_abuse.3"), Seen(key="environment.domestic_abuse.2"))
    assert signs(sent(observations=abuse)) == {Danger.DOMESTIC_ABUSE}


def test_not_known_is_none():
    told = (Seen(key="environment.domestic_abuse", answer="not_known"),)
    assert signs(sent(observations=told)) == set()


def test_do_not_tell():
    flags = DangerEntry(red_flags=("redflag.induced_illness",), do_not_tell=True,
                        family_knows=False, spoke_to="Sam", called_at=MONDAY)  # fmt: skip
    assert signs(sent(danger=flags)) == {Danger.ABUSE, Danger.DO_NOT_TELL}


def test_somebody_must_not_be_told():
    contact = SafeContactEntry(who="ngozi", must_not_be_told="Her former partner")
    referral = sent(safe_contacts=(contact,))
    assert DangerSign.objects.get(family=referral.family).sign == Danger.MUST_NOT_KNOW


def test_a_young_persons_own_request():
    referral = sent(public_sender("young"), danger=DangerEntry(do_not_tell=True))
    assert danger.is_own_request(referral)
    assert signs(referral) == {Danger.DO_NOT_TELL, Danger.OWN_REQUEST}
    assert not danger.is_own_request(sent(public_sender("parent")))
