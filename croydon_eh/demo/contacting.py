"""The newest days of the front door: calls that wait for their form, and conversations."""

from datetime import timedelta

from accounts.roles import Role
from families.names import sort_name
from localities import clocks
from localities.calendar import london_date
from referrals.models import Call, Consultation

# family, what was said, hours before the end of the period, urgent
CALLS = (
    ("Ashdown", "Two children came without coats or food again. Mother did not answer the phone. "
     "The caller asks what to do before the weekend.", 9, False),
    ("Larkfield", "A girl of 13 has not been home for a night. She is back and safe, and will not "
     "say where she was.", 4, True),
    ("", "A mother fled with a baby and a boy of four. They stay with a friend tonight. The "
     "caller gives no name yet.", 30, False),
)  # fmt: skip
# family, who with, what was asked, advice, hours before the end of the period
CONVERSATIONS = (
    ("", "Health visitor, Thornton Heath", "A father has lost his job and sleeps badly. Is that "
     "a referral?", "Not yet. Offer the money advice drop-in and ask again in two weeks.", 28),
    ("Holmdale", "School nurse, Broadmead", "A boy of 8 is often late. His mother is ill. Who "
     "could help in the mornings?", "Young carers’ service. Agree it with his mother first.", 52),
)  # fmt: skip


def add_contacts(world, dice):
    """Rows that stand for themselves: no family record comes of a call before its form."""
    sites = [site for kind in ("school", "health") for site, *_ in world.sites[kind]]
    for name, said, hours, urgent in CALLS:
        _call(world, dice, dice.choice(sites), name, said, hours, urgent)
    by_id = world.personas["screener"]
    for name, who, asked, advice, hours in CONVERSATIONS:
        _talk(world, by_id, name, who, asked, advice, hours, at_front_door=True)
    site = world.site_of_persona("head_teacher")
    asked, advice = "Two sisters share one coat. Is this for you?", "Start with the hardship fund."
    teacher = world.personas["head_teacher"]
    _talk(world, teacher, "", "SPOC duty screener", asked, advice, 75, site=site)


def _call(world, dice, site, name, said, hours, urgent):
    at = world.until - timedelta(hours=hours)
    version = clocks.version_at(at)
    taken_by = world.somebody(dice, world.teams["spoc"], Role.SCREENER, london_date(at))
    caller = dice.choice(world.by_site[site.pk])
    world.rows.add(
        Call, taken_by_id=taken_by.user_id, caller_name=caller.name, agency=site.name,
        caller_phone="020 7946 0" + str(dice.randrange(100, 999)), site_id=site.pk,
        family_name=name, sort_name=sort_name(name), said=said, urgent=urgent,
        clock_version=version, happened_at=at, recorded_at=at,
        decision_due_at=clocks.decision_due(at, caller_urgent=urgent, version=version),
        form_due_at=clocks.due("written_form", at, urgent=urgent, version=version),
    )  # fmt: skip


def _talk(world, by_id, name, who, asked, advice, hours, *, site=None, at_front_door=False):
    at = world.until - timedelta(hours=hours)
    world.rows.add(
        Consultation, by_id=by_id, site_id=site and site.pk, at_front_door=at_front_door,
        with_whom=who, family_name=name, asked=asked, advice=advice, happened_at=at,
        recorded_at=at,
    )  # fmt: skip
