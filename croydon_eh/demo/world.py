"""What every invented family has in common: the borough, its services, its rules, the period."""

from bisect import bisect
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate

from accounts.models import User
from accounts.roles import Role
from croydon_eh.demo.reading import rows
from croydon_eh.demo.rows import Rows
from croydon_eh.demo.staff import Worker
from localities.calendar import london_date
from localities.models import Locality, PartnerSystem, Site, Team, TeamKind, Ward, WardLocality
from referrals.scoring import Thresholds, load_thresholds, version_on

POVERTY_COUNTS = 3  # a poor child is as likely to be referred as this many others


@dataclass(frozen=True, slots=True)
class Style:
    """How a locality works: shares on time, how often people agree, how much families gain."""

    decided_first: float
    decided_last: float
    allocated_first: float
    allocated_last: float
    agrees: float
    work_on_time: float
    improves: float
    goals_met: float
    months: float


class World:
    def __init__(self, *, first_on: date, until: datetime, workers: list[Worker], sites: dict):
        self.first_on, self.until = first_on, until
        self.last_on = london_date(until)
        self.rows = Rows()
        self.thresholds: Thresholds = load_thresholds(version_on(self.last_on))
        self._places()
        self._people(workers)
        self._personas()
        self._sites(sites)
        self.texts = _texts()

    def _places(self):
        wards = list(Ward.objects.order_by("gss"))
        self.wards = {ward.gss: ward for ward in wards}
        self._ward_ids = [ward.pk for ward in wards]
        self._ward_sums = list(
            accumulate(w.children + POVERTY_COUNTS * w.poor_children for w in wards)
        )
        self.postcodes = defaultdict(list)
        for row in rows("postcodes"):
            self.postcodes[self.wards[row["ward_gss"]].pk].append(row["postcode"])
        self._assignments = defaultdict(list)
        for row in WardLocality.objects.current().order_by("from_on"):
            self._assignments[row.ward_id].append((row.from_on, row.locality_id))
        codes = {locality.code: locality.pk for locality in Locality.objects.all()}
        self.styles = {
            codes.get(row["locality"]): Style(
                **{name: float(value) for name, value in row.items() if name != "locality"}
            )
            for row in rows("localities")
        }

    def _people(self, workers):
        self.teams = {team.code: team for team in Team.objects.all()}
        self.by_team, self.by_site = defaultdict(list), defaultdict(list)
        for worker in workers:
            if worker.team_id:
                self.by_team[worker.team_id, worker.role].append(worker)
            else:
                self.by_site[worker.site_id].append(worker)
        self.leaving = {w.user_id: w.until_on for w in workers if w.until_on}
        managers = (Role.HUB_MANAGER, Role.FFT_MANAGER)
        self.manager_of = {w.team_id: w.user_id for w in workers if w.role in managers}
        hubs = [team for team in self.teams.values() if team.kind == TeamKind.HUB]
        hubs.sort(key=lambda team: team.locality.position)
        self.hubs = {team.locality_id: team for team in hubs}
        self.duty_hub = hubs[0]

    def _personas(self):
        ids = dict(User.objects.filter(is_demo=True).values_list("email", "pk"))
        self.personas = {row["key"]: ids[row["email"]] for row in rows("personas")}
        self._sites_of_personas = {row["key"]: row["agency_site"] for row in rows("personas")}

    def site_of_persona(self, key) -> Site | None:
        return self.site_named.get(self._sites_of_personas.get(key))

    def _sites(self, sites: dict[str, Site]):
        self.site_named = sites
        self.sites = defaultdict(list)
        for row in rows("sites"):
            site = sites[row["site"]]
            self.sites[row["kind"]].append((site, row["phase"], float(row["weight"])))
        self.phases = {site.pk: phase for found in self.sites.values() for site, phase, _ in found}
        self.clients = {
            client.site_id: client for client in PartnerSystem.objects.filter(is_demo=True)
        }

    def ward_by_need(self, dice) -> int:
        """A ward's id, as often as its children and their poverty say."""
        return self._ward_ids[bisect(self._ward_sums, dice.random() * self._ward_sums[-1])]

    def locality_of(self, ward_id, day: date):
        found = None
        for from_on, locality_id in self._assignments.get(ward_id, ()):
            found = locality_id if from_on <= day else found
        return found

    def style(self, locality_id) -> Style:
        return self.styles.get(locality_id) or self.styles[None]

    def progress(self, moment: datetime) -> float:
        """0 at the beginning of the period, 1 at its end."""
        return (london_date(moment) - self.first_on) / (self.last_on - self.first_on)

    def team_of(self, locality_id) -> Team:
        return self.hubs.get(locality_id, self.duty_hub)

    def somebody(self, dice, team: Team, role: Role, day: date, *, but=()) -> Worker:
        """One of a team with this role who works there on the day; part-timers less often."""
        there = [w for w in self.by_team[team.pk, role] if w.works_on(day) and w.user_id not in but]
        return dice.choices(there, [w.fte for w in there])[0]

    def site_for(self, dice, kind: str, ward_id, phase="") -> Site:
        """A site of this kind, rather one that is near."""
        own = self.locality_of(ward_id, self.last_on)
        sites = [s for s in self.sites[kind] if not phase or s[1] == phase]
        near = [self.locality_of(site.ward_id, self.last_on) == own for site, *_ in sites]
        weights = [s[2] * (6 if close else 1) for s, close in zip(sites, near, strict=True)]
        return dice.choices(sites, weights)[0][0]

    def recorded(self, dice, moment: datetime) -> datetime:
        """When something that happened was written down: mostly soon, now and then weeks later."""
        hours = dice.one({1: 50, 5: 25, 26: 17, 80: 6, 500: 2})
        return min(moment + timedelta(hours=hours * dice.uniform(0.1, 1)), self.until)

    def say(self, dice, kind: str, key: str = "") -> str:
        return dice.choice(self.texts[kind, key])


def _texts():
    texts = defaultdict(list)
    for row in rows("words"):
        texts[row["kind"], row["key"]].append(row["text"])
    return texts
