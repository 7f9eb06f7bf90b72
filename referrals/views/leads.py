"""Partner-led help: the SPOC names a lead professional, who accepts or declines."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.govuk.paging import counted, slice_of
from accounts.govuk.sending import send_once
from accounts.models import User
from accounts.policy import saw
from families.codes import SharingPurpose
from families.models import Agreement, together
from families.people import one_each, people_of
from localities.calendar import london_date
from referrals import actions, leads
from referrals.forms.leads import NOBODY, AcceptLeadForm, DeclineLeadForm, LeadSearch, NameLeadForm
from referrals.models import LeadOffer
from referrals.parts import parts
from referrals.views.intake.draft import typed

COLUMNS = ("id", "family_id", "family__name", "referral__reference", "lead__name", "happened_at",
           "named_at", "due_at", "referral__site__name", "offered_by__name")  # fmt: skip
HEAD = ("Family", "Asked to lead", "Answer", "First sent by", "Decided by")


def lead_list(request):
    now = timezone.now()
    found = LeadOffer.objects.visible_to(request.user).current().open()
    page = slice_of(found.values(*COLUMNS), request.GET, moment="due_at")
    saw(request, [row["family_id"] for row in page.rows])
    context = {
        "head": HEAD,
        "rows": [_shown(row, now) for row in page.rows],
        "page": page,
        "shown": f"{counted(found)} in all",
        "parts": parts("lead_list", request.user),
    }
    return render(request, "screening/leads.html", context)


def _shown(row, now):
    return [
        {
            "text": row["family__name"],
            "url": reverse("lead_name", args=[row["id"]]),
            "about": row["referral__reference"],
        },
        row["lead__name"] or {"text": "Nobody yet", "colour": "yellow"},
        {"clock": leads.clock(row["happened_at"], row["named_at"], row["due_at"], now)},
        row["referral__site__name"],
        row["offered_by__name"] or "",
    ]


def _load(request, offer_id):
    offers = LeadOffer.objects.visible_to(request.user).current().select_related(
        "family", "lead", "offered_by", "answered_by", "referral__site"
    )  # fmt: skip
    offer = get_object_or_404(offers, pk=offer_id)
    saw(request, [offer.family_id])
    return offer


def lead_name(request, offer_id):
    """The SPOC's page of an offer: who is asked, since when, and naming somebody (else)."""
    now, offer = timezone.now(), _load(request, offer_id)
    search = LeadSearch(request.GET or None)
    looked_for = search.cleaned_data["q"] if search.is_valid() else ""
    people = leads.candidates(
        site_id=offer.referral.site_id, looked_for=looked_for, at=now,
        but=[offer.lead_id] if offer.lead_id else [],
    )  # fmt: skip
    form = NameLeadForm(typed(request), people=people, initial={"note": offer.note})

    def do():
        data = form.cleaned_data
        return actions.name_lead(
            offer=offer, lead=User.objects.get(pk=data["lead"]), note=data["note"],
            by=request.user, at=now,
        )  # fmt: skip

    what = f"referrals.name_lead:{offer.pk}"
    if form.is_valid() and send_once(request, form, what=what, model=LeadOffer, do=do):
        messages.success(request, "Offered. They are told by email and have 2 working days.")
        return redirect("lead_list")
    context = {
        "offer": offer, "form": form, "search": search, "q": looked_for, "people": people,
        "clock": leads.clock(
            offer.happened_at, offer.named_at, offer.due_at, now, offer.answered_at
        ),
        "sharing": _sharing(offer), "declined": _declined(offer),
    }  # fmt: skip
    return render(request, "screening/lead.html", context)


def _sharing(offer):
    """What was said about sharing facts with agencies that can help; None where nobody asked."""
    said = Agreement.objects.current().filter(
        family__in=together(offer.family), purpose=SharingPurpose.SHARE
    )
    return said.order_by("-happened_at", "-id").first()


def _declined(offer):
    """Who said no before, and why."""
    before = LeadOffer.objects.current().filter(referral=offer.referral).exclude(answer="")
    before = before.filter(answer=LeadOffer.Answer.DECLINED).select_related("lead")
    return [
        {"title": f"{row.lead.name} did not accept", "at": row.answered_at, "text": row.reason}
        for row in before.order_by("-answered_at")
    ]


def _show_offer(request, offer, **sent):
    """What the named person needs for a yes or a no: never the referral itself."""
    now = timezone.now()
    today = london_date(now)
    inside = set(offer.referral.children.values_list("person_id", flat=True))
    people = [p for p in one_each(people_of(offer.family_id, on=today)) if p["ids"] & inside]
    context = {
        "offer": offer,
        "children": people,
        "clock": leads.clock(
            offer.happened_at, offer.named_at, offer.due_at, now, offer.answered_at
        ),
        "accept_form": sent.get("accept") or _accept_form(request),
        "decline_form": sent.get("decline") or DeclineLeadForm(),
        "form": next((form for form in sent.values() if form.errors), None),
    }
    return render(request, "referrals/lead_offer.html", context)


def _accept_form(request, data=None):
    now = timezone.now()
    colleagues = leads.colleagues(request.user, at=now)
    school = leads.works_at_a_school(request.user, at=now)
    initial = {} if school else {"cover": NOBODY}
    return AcceptLeadForm(data, colleagues=colleagues, initial=initial)


def offer_detail(request, offer_id):
    return _show_offer(request, _load(request, offer_id))


def offer_accept(request, offer_id):
    offer = _load(request, offer_id)
    form = _accept_form(request, typed(request))

    def do():
        cover = User.objects.get(pk=form.cover_id) if form.cover_id else None
        return actions.accept_lead(offer=offer, cover=cover, by=request.user)

    what = f"referrals.accept_lead:{offer.pk}"
    if form.is_valid() and send_once(request, form, what=what, model=LeadOffer, do=do):
        messages.success(request, "Thank you. You lead this family’s early help from now on.")
        return redirect("episode_list")
    return _show_offer(request, offer, accept=form)


def offer_decline(request, offer_id):
    offer = _load(request, offer_id)
    form = DeclineLeadForm(typed(request))

    def do():
        reason = form.cleaned_data["reason"]
        return actions.decline_lead(offer=offer, reason=reason, by=request.user)

    what = f"referrals.decline_lead:{offer.pk}"
    if form.is_valid() and send_once(request, form, what=what, model=LeadOffer, do=do):
        messages.success(request, "The SPOC knows, and asks somebody else.")
        return redirect("home")
    return _show_offer(request, offer, decline=form)
