"""The SPOC finds out who is known, compares two records, brings them together and apart again."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.govuk.sending import send_once
from accounts.policy import saw
from casework import compared, who
from casework.forms.who import MatchForm, SearchForm, UndoForm
from families import actions as families
from families.models import Family, Merge, NotSame
from families.people import people_of
from localities.calendar import london_date
from referrals.models import Referral


def family_search(request):
    """Sent by POST, so that no name stands in an address; it changes nothing."""
    form = SearchForm(request.POST or None)
    found = None
    if form.is_valid():
        found = who.search(form.someone, request.user, timezone.now())
        saw(request, [match["id"] for match in found])
    return render(request, "casework/known.html", {"form": form, "found": found})


def screening_compare(request, reference, family_id):
    """Two records side by side: one family, or two? Only what was shown as a match."""
    referrals = Referral.objects.visible_to(request.user).select_related("family__merged_into")
    referral = get_object_or_404(referrals, reference=reference)
    back = reverse("screening_referral", args=[reference])
    said = {"back_url": back, "caption": reference, "ours": "This referral"}
    return _compare(request, referral.family, family_id, **said)


def family_who(request, family_id):
    """Who a family may be that came without a referral, such as a step-down."""
    families = Family.objects.visible_to(request.user).annotate(joins=who.joins("pk"))
    family = get_object_or_404(families, pk=family_id)
    now = timezone.now()
    people = people_of(family.pk, on=london_date(now), **who.TO_COMPARE)
    found = who.matches(people, request.user, now)
    saw(request, [family.pk, *(match["id"] for match in found)])
    joins = [{**join, "at": datetime.fromisoformat(join["at"])} for join in family.joins]
    context = {"family": family, "matches": found, "joins": joins}
    return render(request, "screening/who.html", context)


def family_compare(request, family_id, other_id):
    families = Family.objects.visible_to(request.user).select_related("merged_into")
    family = get_object_or_404(families, pk=family_id)
    said = {"back_url": reverse("family_who", args=[family.pk]), "caption": family.name,
            "ours": "This record"}  # fmt: skip
    return _compare(request, family, other_id, **said)


def _compare(request, record, family_id, *, back_url, caption, ours):
    now = timezone.now()
    people = people_of(record.pk, on=london_date(now), **who.TO_COMPARE)
    found = who.matches(people, request.user, now)
    match = next((one for one in found if one["id"] == family_id), None)
    own = record.merged_into or record
    if match is None:
        return _already(request, record, own, family_id, back_url)
    other = Family.objects.get(pk=match["id"])
    form = MatchForm(request.POST or None, initial={"version": own.version + other.version})
    if request.method == "POST" and form.is_valid() and _said(request, form, own, other):
        return redirect(back_url)
    if getattr(form, "stale", False):
        form.renew("version", own.version + other.version)
    saw(request, [own.pk, other.pk])
    context = {
        "back_url": back_url, "caption": caption, "match": match, "form": form,
        "rows": compared.rows(own, other, now),
        "head": ("", f"{ours}: {own.name}", f"On record: {other.name}"),
    }  # fmt: skip
    return render(request, "screening/compare.html", context)


def _already(request, record, own, family_id, back_url):
    """A second press of the button: what was said then still holds."""
    pair = {record.pk, own.pk, family_id}
    merged = Merge.objects.current().filter(family__in=pair, duplicate__in=pair, by=request.user)
    apart = NotSame.objects.current().filter(family__in=pair, other__in=pair, by=request.user)
    if request.method == "POST" and (merged.exists() or apart.exists()):
        return redirect(back_url)
    raise Http404


def _said(request, form, own, other):
    """The row that was written; the older record is the one whose name stays."""
    first, second = sorted((own, other), key=lambda family: family.pk)
    data = form.cleaned_data
    if data["answer"] == "same":
        return _sent(request, form, Merge, first, second, "Joined: read as one family from now on.",
                     lambda: families.merge(family=first, duplicate=second, reason=data["reason"],
                                            version=data["version"], by=request.user))  # fmt: skip
    return _sent(request, form, NotSame, first, second, "Noted: this match is not shown again.",
                 lambda: families.not_the_same(family=first, other=second, reason=data["reason"],
                                               by=request.user))  # fmt: skip


def _sent(request, form, model, first, second, done, do):
    row = send_once(
        request, form, what=f"families.match:{first.pk}:{second.pk}", model=model, do=do
    )
    if row:
        messages.success(request, done)
    return row


def merge_undo(request, merge_id):
    """Each record stands by itself again, as it was before they were joined."""
    visible = Family.objects.visible_to(request.user)
    merges = Merge.objects.filter(family__in=visible, duplicate__in=visible)
    merge = get_object_or_404(merges.select_related("family", "duplicate", "by"), pk=merge_id)
    form = UndoForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and send_once(
        request, form, what=f"families.unmerge:{merge.pk}", model=Merge,
        do=lambda: families.unmerge(
            merge=merge, reason=form.cleaned_data["reason"], by=request.user
        ),
    ):  # fmt: skip
        messages.success(request, "Undone: these are two families again, as before.")
        return redirect("screening_board")
    if merge.superseded_at:
        raise Http404
    saw(request, [merge.family_id, merge.duplicate_id])
    context = {"merge": merge, "form": form, "rows": compared.rows(
        merge.family, merge.duplicate, timezone.now(), apart=True)}  # fmt: skip
    context["head"] = ("", f"Record 1: {merge.family.name}", f"Record 2: {merge.duplicate.name}")
    return render(request, "screening/undo.html", context)
