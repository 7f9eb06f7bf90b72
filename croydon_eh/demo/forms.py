"""The parts of a referral: its children with their scores, what was seen, what was agreed."""

from families.codes import Basis, Danger, SaidAs, SharingPurpose
from families.models import Agreement, DangerSign, Objection, SafeContact, SafeToShare
from referrals.danger import sign_of
from referrals.models import Observation, ReferralChild


def add_children(life, row, children, day, picture):
    return [
        life.world.rows.add(
            ReferralChild, referral_id=row["id"], person_id=child.id,
            age_band=child.band(day),
            sex=child.person["sex"] if day >= child.born_on else "",
            ethnic_group="NOBT" if life.dice.chance(0.07) else child.person["ethnic_group"],
            disability=child.person["disability"],
            ward_id=row["ward_id"], locality_id=row["locality_id"],
            level=result.level, rule=result.rule, result=result.as_json(),
        )
        for child, result in ((c, picture.result.children[c.id]) for c in children)
    ]  # fmt: skip


def add_observations(life, row, child_rows, picture):
    rows_of = {child["person_id"]: child["id"] for child in child_rows}
    seen = [(None, key, "observed")
            for key in (*picture.red_flags, *picture.strengths, *picture.shared)]  # fmt: skip
    seen += [(rows_of[c], key, "observed") for c, keys in picture.own.items() for key in keys]
    seen += [(rows_of.get(c), key, "not_known") for c, key in picture.not_known]
    for child_id, key, answer in seen:
        life.world.rows.add(
            Observation, referral_id=row["id"], child_id=child_id, key=key, answer=answer
        )
    _add_signs(life, row, [key for _, key, answer in seen if answer == "observed"])


def _add_signs(life, row, keys):
    """As sending a referral writes them."""
    indicators = life.world.thresholds.indicators
    signs = {sign_of(indicators[key]) for key in keys} - {None}
    if row["do_not_tell"]:
        signs.add(Danger.DO_NOT_TELL)
    for sign in sorted(signs):
        life.world.rows.add(
            DangerSign,
            family_id=life.family["id"],
            sign=sign,
            source=row["reference"],
            happened_at=row["submitted_at"],
            recorded_at=row["recorded_at"],
        )


def add_agreement(life, row, picture):
    """Agreed, or a coded reason to go on without; a few object to evaluation."""
    if life.family["id"] % 61 == 0 and not life.family["evaluation_objected_at"]:
        life.family["evaluation_objected_at"] = row["submitted_at"]
        life.world.rows.add(
            Objection,
            family_id=life.family["id"],
            person_id=life.adults[0].person["id"],
            objects_to_it=True,
            happened_at=row["submitted_at"],
            recorded_at=row["recorded_at"],
        )
    dice, adult = life.dice, life.adults[0].person
    without = dice.chance(0.7 if picture.red_flags else 0.03)
    common = {"family_id": life.family["id"], "happened_at": row["submitted_at"],
              "recorded_at": row["recorded_at"], "recorded_by_id": row["referrer_id"],
              "said_as": "", "capacity": ""}  # fmt: skip
    if without:
        basis = Basis.SIGNIFICANT_HARM if picture.red_flags else Basis.RISK_OR_DELAY
        life.world.rows.add(
            Agreement, **common, purpose=SharingPurpose.HELP, answer="not_asked", basis=basis,
            reason=life.world.say(dice, "basis", basis),
        )  # fmt: skip
        return
    how = dice.one({"in person": 60, "by phone": 30, "in writing": 10})
    sharing = "agreed" if dice.chance(0.93) else "refused"
    for purpose, answer in ((SharingPurpose.HELP, "agreed"), (SharingPurpose.SHARE, sharing)):
        life.world.rows.add(
            Agreement,
            **common | {"said_as": SaidAs.PARENT},
            person_id=adult["id"],
            purpose=purpose,
            answer=answer,
            how=how,
        )
    if dice.chance(0.5):
        careful = "domestic_abuse" in picture.outcomes
        life.world.rows.add(
            SafeContact, person_id=adult["id"], phone=adult["phone"],
            times=dice.choice(("mornings", "after 4pm", "any time", "not on Fridays")),
            voicemail=not careful and dice.chance(0.6), post=not careful and dice.chance(0.7),
            must_not_be_told="Her former partner" if careful else "",
            happened_at=row["submitted_at"], recorded_at=row["recorded_at"],
        )  # fmt: skip
        if not careful and adult["id"] % 3:
            life.world.rows.add(
                SafeToShare,
                person_id=adult["id"],
                safe=True,
                said_by=adult["first_name"],
                happened_at=row["submitted_at"],
                recorded_at=row["recorded_at"],
            )
        if careful:
            life.world.rows.add(
                DangerSign,
                family_id=life.family["id"],
                sign=Danger.MUST_NOT_KNOW,
                happened_at=row["submitted_at"],
                recorded_at=row["recorded_at"],
            )
