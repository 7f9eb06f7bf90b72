"""Write a checked submission down: one statement a table, however many children there are."""

from dataclasses import replace

from families import access
from families.entries import AgreementEntry
from families.known import told_again
from families.matching import exact_matches
from families.models import Agreement
from families.registration import area_of, new_family, write_agreement, write_safe_contacts
from localities import clocks
from localities.calendar import age_band, london_date
from localities.models import AgencyKind
from localities.places import find_place, normalise_postcode
from referrals import danger, mails, signals
from referrals.codes import Via
from referrals.intake.resent import resent
from referrals.intake.scored import names_a_child, score_submission, thresholds_for
from referrals.intake.submission import Answer
from referrals.models import Move, Observation, Referral, ReferralChild
from referrals.workflow import TRANSITIONS, move


def record(submission, *, by, site, at, via=None):
    """The Referral, scored, with its clock, its family, its access and its mail.

    `via` is said where it is not how its sender sends otherwise.
    """
    submission = _tidy(submission)
    place = find_place(submission.home.postcode, london_date(at))
    matches = exact_matches(submission.children, submission.home.postcode)
    first = resent(submission, matches, site=site, at=at)
    known = first[0] if first else next((m for m in matches if m.lives_there), None)
    registered = _family(submission, known, place, at=at)
    _agreements(submission, registered, by=by, at=at)
    referral = _referral(submission, registered, place, by=by, site=site, at=at, via=via)
    access.open_front_door(registered.family, at=at)
    if first:
        _mark_as_resent(referral, first[1], by=by, at=at)
    signals.submitted.send(Referral, referral=referral, at=at)
    mails.received(referral)
    return referral


def _tidy(submission):
    home = submission.home
    if not home.postcode.strip():
        return replace(submission, home=replace(home, postcode=""))
    return replace(submission, home=replace(home, postcode=normalise_postcode(home.postcode)))


def _family(submission, known, place, *, at):
    told = {"children": submission.children, "adults": submission.adults,
            "home": submission.home, "at": at}  # fmt: skip
    if known:
        return told_again(known, **told)
    return new_family(name=submission.named, place=place, **told)


def _agreements(submission, registered, *, by, at):
    entry = _agreement_of(submission)
    write_agreement(registered.family, registered.people, entry, by=by, at=at)
    if submission.safe_contacts:
        write_safe_contacts(registered.people, submission.safe_contacts, at=at)


def _agreement_of(submission):
    """With a red flag nobody need be asked: the flag itself is the reason."""
    entry = submission.agreement or AgreementEntry(answer=Agreement.Answer.NOT_ASKED)
    if entry.answer != Agreement.Answer.NOT_ASKED or (entry.basis and entry.reason.strip()):
        return entry
    reason = entry.reason.strip() or "Immediate safeguarding concern, see the red flags."
    return replace(entry, basis=entry.basis or "significant_harm", reason=reason)


def _referral(submission, registered, place, *, by, site, at, via):
    thresholds = thresholds_for(submission, london_date(at))
    score = score_submission(submission, thresholds)
    referral = Referral(
        family=registered.family, site=site, source_code=site.agency.source_code,
        partner_reference=submission.partner_reference, **_sender(by, via),
        urgent=submission.urgent or bool(submission.red_flags), **_told(submission),
        area=area_of(submission.home, place), ward=place.ward, locality=place.locality,
        threshold_version=thresholds.version, suggested_level=score.level,
        suggested_rule=score.rule, flags=list(score.flags), submitted_at=at,
        **_clock(submission, score, at),
    )  # fmt: skip
    referral.save()
    children = _children(submission, referral, registered, score, at)
    _observations(submission, referral, children, thresholds)
    danger.note(referral, submission, thresholds, at=at)
    Move.objects.create(
        referral=referral, verb="submit", to_state=TRANSITIONS["submit"][1], happened_at=at,
        by=referral.referrer,
    )  # fmt: skip
    return referral


def _sender(by, via):
    if by.actor_kind == "user":
        return {"referrer": by, "via": via or Via.WEB}
    public = by.site.agency.kind == AgencyKind.FAMILY
    return {"partner": by, "via": via or (Via.PUBLIC if public else Via.API)}


def _told(submission):
    danger = submission.danger
    texts = ("worries", "working_well", "must_change", "tried")
    return {name: getattr(submission, name).strip() for name in texts} | {
        "family_knows": danger.family_knows,
        "do_not_tell": danger.do_not_tell,
        "spoke_to": danger.spoke_to,
    }


def _clock(submission, score, at):
    contact = submission.contact_at or at
    version = clocks.version_at(contact)
    due_at = clocks.decision_due(
        contact, caller_urgent=submission.urgent or bool(submission.red_flags),
        scores=[(at, score.urgent)], version=version,
    )  # fmt: skip
    return {"first_contact_at": contact, "clock_version": version, "decision_due_at": due_at}


def _children(submission, referral, registered, score, at):
    """Entry key -> ReferralChild, with the facts of the moment and the child's own score."""
    rows = {}
    for child in submission.children:
        person, result = registered.people[child.key], score.children[child.key]
        rows[child.key] = ReferralChild(
            referral=referral, person=person, ward=referral.ward, locality=referral.locality,
            age_band=age_band(child.born_on, london_date(at), child.due_on),
            sex=person.sex, ethnic_group=person.ethnic_group, disability=person.disability,
            level=result.level, rule=result.rule, result=result.as_json(),
        )  # fmt: skip
    ReferralChild.objects.bulk_create(rows.values())
    return rows


def _observations(submission, referral, children, thresholds):
    ticked = (*submission.danger.red_flags, *submission.strengths)
    whole = [(key, "", Answer.OBSERVED) for key in ticked]
    given = [
        (s.key, s.child if names_a_child(thresholds, s.key) else "", s.answer)
        for s in submission.observations
    ]
    seen = dict.fromkeys(whole + given)
    Observation.objects.bulk_create(
        Observation(referral=referral, child=children.get(child), key=key, answer=answer)
        for key, child, answer in seen
    )


def _mark_as_resent(referral, first, *, by, at):
    move(referral, "mark_duplicate", by=by, at=at, reason=first.reference)
    referral.linked_to = first
    referral.save(update_fields=["state", "version", "linked_to"])
