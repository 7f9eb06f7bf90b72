"""The SPOC says that two records are one person, or two, and takes it back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.policy import saw
from casework import same_people as shown
from casework.forms.who import SamePersonForm, TwoPeopleForm
from casework.views.sending import sent
from families import actions as families
from families.models import Family, NotSamePerson, Person, PersonMerge, together


def _family(request, family_id):
    family = get_object_or_404(Family.objects.visible_to(request.user), pk=family_id)
    saw(request, [family.pk])
    return family


def family_people(request, family_id):
    family = _family(request, family_id)
    if family.merged_into_id:
        return redirect("family_people", family.merged_into_id)
    context = {"family": family, **shown.page(family, timezone.now())}
    return render(request, "casework/same_people.html", context)


def people_compare(request, family_id, person_id, other_id):
    """Two records side by side. Only what was shown as a pair; the older one stands first."""
    family = _family(request, family_id)
    ids = sorted((person_id, other_id))
    if _answered(request, ids):
        return redirect("family_people", family.pk)
    pairs = shown.likely(family, timezone.now())
    pair = next((p for p in pairs if [p["one"]["id"], p["other"]["id"]] == ids), None)
    if pair is None:
        raise Http404
    people = Person.objects.filter(family__in=together(family), pk__in=ids).order_by("pk")
    one, other = people
    form = SamePersonForm(request.POST or None, initial={"version": one.version + other.version})
    if form.is_valid() and _sent(request, form, one, other):
        return redirect("family_people", family.pk)
    if getattr(form, "stale", False):
        form.renew("version", one.version + other.version)
    context = {
        "family": family, "form": form, "pair": pair,
        "rows": shown.side_by_side(pair["one"], pair["other"]),
        "head": ("", "First written down", "Written down later"),
    }  # fmt: skip
    return render(request, "casework/people_compare.html", context)


def _answered(request, ids):
    """A second press of the button: what was said then still holds."""
    one, other = ids
    merged = PersonMerge.objects.current().filter(by=request.user, duplicate__in=ids)
    apart = NotSamePerson.objects.current().filter(by=request.user, person=one, other=other)
    return request.method == "POST" and (merged.exists() or apart.exists())


def _sent(request, form, one, other):
    """The row that was written, and a sentence for whoever wrote it."""
    data = form.cleaned_data if form.is_bound else {}
    facts = {"person": one, "other": other, "by": request.user, "reason": data["reason"]}
    same = data["answer"] == "same"

    def do():
        if same:
            return families.same_person(version=data["version"], **facts)
        return families.not_same_person(**facts)

    model = PersonMerge if same else NotSamePerson
    row = sent(request, form, what=f"person:{one.pk}:{other.pk}", model=model, do=do)
    if row:
        done = "Read as one person from now on." if same else "Noted: this pair is not shown again."
        messages.success(request, done)
    return row


def person_undo(request, merge_id):
    """Each record is a person of its own again, with all that was written for it."""
    families_ = Family.objects.visible_to(request.user)
    merges = PersonMerge.objects.filter(person__family__in=families_)
    merge = get_object_or_404(
        merges.select_related("person__family", "duplicate", "by"), pk=merge_id
    )
    family = merge.person.family
    form = TwoPeopleForm(request.POST or None)
    if sent(
        request, form, what=f"two_people:{merge.pk}", model=PersonMerge,
        do=lambda: families.two_people(
            merge=merge, reason=form.cleaned_data["reason"], by=request.user
        ),
    ):  # fmt: skip
        messages.success(request, "Undone: these are two people again, as before.")
        return redirect("family_people", family.merged_into_id or family.pk)
    if merge.superseded_at:
        raise Http404
    saw(request, [family.pk])
    context = {"family": family, "merge": merge, "form": form}
    return render(request, "casework/people_undo.html", context)
