"""A family's page about safe contact and sharing, as plain values."""

from accounts.govuk.times import say_moment
from families.models import Given, Loss, SafeToShare, together
from families.people import one_each, people_of
from families.safety import signs_of
from referrals.models import Referral

BEFORE_HEAD = ("Who", "What was said", "Who told us", "Why", "When", "Written down by")
GIVEN_HEAD = ("To whom", "What", "About", "How", "When", "By")
CONTACT = (
    ("phone", "Safe phone"),
    ("times", "When"),
    ("voicemail", "Voicemail"),
    ("post", "Post"),
    ("email", "Email"),
    ("must_not_be_told", "Must not be told"),
)


def page(family, user, *, on):
    """In six queries: people, signs, losses, referrals, what was said and what was given."""
    people = one_each(people_of(family.pk, on=on))
    return {
        "people": [
            {**person, "rows": contact_rows(person["contact"])}
            for person in sorted(people, key=lambda person: person["is_child"])
        ],
        "signs": signs(family),
        "losses": _losses(family),
        "referrals": _referrals(family, user),
        "given_head": GIVEN_HEAD,
        "given": _given(family),
        "before_head": BEFORE_HEAD,
        "before": _before(family),
    }


def contact_rows(contact):
    """Rows of a summary list; none where nothing is known."""
    return [
        {"key": label, "value": _said(contact[name])} for name, label in CONTACT if contact
    ]  # fmt: skip


def _said(value):
    return {True: "Yes", False: "No"}.get(value, value) if isinstance(value, bool) else value


def signs(family):
    return [
        {"id": sign.pk, "label": sign.get_sign_display(), "text": sign.text, "at": sign.happened_at,
         "source": f"referral {sign.source}" if sign.source else ""}
        for sign in signs_of(family)
    ]  # fmt: skip


def _losses(family):
    rows = Loss.objects.current().filter(person__family__in=together(family))
    return list(rows.select_related("person", "by").order_by("-on", "-id"))


def _before(family):
    rows = SafeToShare.objects.current().filter(person__family__in=together(family))
    rows = rows.select_related("person", "by").order_by("-happened_at", "-id")
    return [
        [
            str(row.person), "Safe" if row.safe else "Not safe", row.said_by, row.reason,
            say_moment(row.happened_at), row.by.name if row.by else "",
        ]
        for row in rows
    ]  # fmt: skip


def _referrals(family, user):
    """References of those that the user sees: a code goes with one."""
    rows = Referral.objects.visible_to(user).filter(family__in=together(family))
    return list(rows.order_by("-submitted_at").values_list("reference", flat=True))


def _given(family):
    rows = Given.objects.current().filter(person__family__in=together(family))
    rows = rows.select_related("person", "by").order_by("-happened_at", "-id")
    return [
        [
            str(row.person), row.get_what_display(), row.about, row.get_how_display(),
            say_moment(row.happened_at), row.by.name,
        ]
        for row in rows
    ]  # fmt: skip
