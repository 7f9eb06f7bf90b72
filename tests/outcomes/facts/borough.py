"""Families, where they live, and which of them are one."""

import itertools
from datetime import UTC, datetime, timedelta

from django.db import connection

from accounts.models import User
from accounts.roles import Role
from families import models as people
from families.codes import Disability, EthnicGroup, Sex
from localities.calendar import london_date
from localities.models import Agency, AgencyKind, Locality, Site, Ward, WardLocality
from tests.outcomes.facts.casework import Casework
from tests.outcomes.facts.front_door import FrontDoor
from tests.outcomes.facts.moments import AGES, START


class RandomFacts(FrontDoor, Casework):
    """`make()` writes `families` families with all that happens to them."""

    def __init__(self, seed, families=80):
        super().__init__(seed)
        self.count = families
        self.localities = [*Locality.objects.all(), None]

    def make(self):
        """Within a transaction, which may last longer than the web's on a busy machine."""
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL transaction_timeout = 0")
        self.users = [
            User.objects.create(email=f"w{n}@example.org", name=f"Worker {n}", role=Role.KEY_WORKER)
            for n in range(3)
        ]
        self.sites = []
        for kind in AgencyKind.values[:5]:
            agency = Agency.objects.create(name=f"Random {kind}", kind=kind, source_code="2A")
            self.sites.append(Site.objects.create(agency=agency, name=f"Site of {kind}"))
        self.wards = self._wards()
        self.families = people.Family.objects.bulk_create(
            people.Family(name=f"F{n}", sort_name=f"f{n}") for n in range(self.count)
        )
        self._homes()
        self._merges()
        self.children = {family.pk: self._children(family) for family in self.families}
        for family in self.families:
            for _ in range(self.rng.choice([0, 1, 1, 2, 3, 5])):
                self._referral(family)
            self._transfers(family)
            self._agreements(family)
            self._disclosures(family)
        self._calls()
        self._step_down_episodes()
        return self

    def _wards(self):
        """A ward that changes its locality, on a day and with a correction of the day."""
        wards = list(Ward.objects.all()[:6])
        first, second = self.localities[0], self.localities[1]
        old = WardLocality.objects.filter(ward=wards[0])
        old.update(superseded_at=datetime(2025, 8, 1, tzinfo=UTC))
        change = datetime(2025, 8, 1, tzinfo=UTC)
        for locality, from_on, until_on in (
            (first, "2018-05-03", "2025-07-01"), (second, "2025-07-01", None),
        ):  # fmt: skip
            WardLocality.objects.create(
                ward=wards[0], locality=locality, from_on=from_on, until_on=until_on,
                happened_at=change, recorded_at=change,
            )  # fmt: skip
        return wards

    def _homes(self):
        households = people.Household.objects.bulk_create(
            people.Household(family=family) for family in self.families if self.chance(0.9)
        )
        rows = []
        for household in households:
            at = self.moment(until=START + timedelta(days=100))
            ward = self.rng.choice([*self.wards, None])
            area = "croydon" if ward else self.rng.choice(["elsewhere", "unknown", "none"])
            moves_on = london_date(self.moment()) if self.chance(0.2) else None
            values = {
                "household": household, "area": area, "ward": ward, "happened_at": at,
                "from_on": london_date(at), "until_on": moves_on,
            }  # fmt: skip
            rows += self.fact(
                people.Residence, lambda v: {"ward": None, "area": "unknown"}, **values
            )
            if moves_on:
                moved = self.moment()
                rows.append(people.Residence(
                    household=household, area="elsewhere", from_on=moves_on, happened_at=moved,
                    recorded_at=self.recorded(moved),
                ))  # fmt: skip
        people.Residence.objects.bulk_create(rows)

    def _merges(self):
        chain = self.rng.sample(self.families, max(len(self.families) // 4, 6))
        rows = []
        for duplicate, family in itertools.pairwise(chain):
            if not self.chance(0.7):
                continue
            at = self.moment()
            undone = at + timedelta(days=90) if self.chance(0.3) else None
            rows.append(people.Merge(
                duplicate=duplicate, family=family, happened_at=at,
                recorded_at=self.recorded(at), superseded_at=undone,
            ))  # fmt: skip
        people.Merge.objects.bulk_create(rows)

    def _agreements(self, family):
        """By the family together or by one of it; taken back, refused, and reasons not to ask."""
        rows = []
        for _ in range(self.rng.choice([0, 1, 2, 2, 4])):
            answer = self.rng.choice(["agreed", "agreed", "refused", "withdrawn", "not_asked"])
            values = {
                "family": family, "person": self.rng.choice([None, *self.children[family.pk]]),
                "purpose": self.rng.choice(["help", "share", "share"]), "answer": answer,
                "basis": "significant_harm" if answer == "not_asked" else "", "reason": "r",
                "happened_at": self.moment(),
            }  # fmt: skip
            rows += self.fact(people.Agreement, self.moved, **values)
        people.Agreement.objects.bulk_create(rows)

    def _disclosures(self, family):
        rows = []
        for site in self.rng.sample(self.sites, self.rng.choice([0, 1, 1, 2])):
            values = {
                "family": family, "agency_id": site.agency_id, "happened_at": self.moment(),
                "locality": self.rng.choice(self.localities),
            }  # fmt: skip
            rows += self.fact(people.Disclosure, self.moved, **values)
        people.Disclosure.objects.bulk_create(rows)

    def _children(self, family):
        return people.Person.objects.bulk_create(
            people.Person(family=family, last_name="X", sort_name="x", is_child=True)
            for _ in range(self.rng.randint(1, 3))
        )

    def _facts_of_child(self):
        return {
            "age_band": self.rng.choice(AGES),
            "sex": self.rng.choice([*Sex.values, ""]),
            "ethnic_group": self.rng.choice([*EthnicGroup.values, "", ""]),
            "disability": self.rng.choice([*Disability.values, "", ""]),
        }
