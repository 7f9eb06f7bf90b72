"""The administrator's pages: who has an account, in which role. No family is ever shown here."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render

from accounts import actions
from accounts.forms import RoleForm, UserForm
from accounts.models import User
from accounts.roles import Role
from audit.errors import Refused

PAGE = 50


def user_list(request):
    looked_for = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    after = request.GET.get("after", "").replace("\x00", "")[:120]
    people = User.objects.filter(
        Q(name__icontains=looked_for) | Q(email__icontains=looked_for), name__gt=after
    )
    rows = list(people.values("pk", "name", "email", "role", "is_active")[: PAGE + 1])
    for row in rows:
        row["role"] = Role(row["role"]).label
    more = rows[PAGE - 1]["name"] if len(rows) > PAGE else ""
    context = {"people": rows[:PAGE], "q": looked_for, "more": more}
    return render(request, "accounts/user_list.html", context)


def user_add(request):
    form = UserForm(request.POST or None)
    if form.is_valid():
        try:
            user = actions.create_user(**form.cleaned_data, by=request.user)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(
                request, f"{user.name} has an account. Tell them to choose “Forgotten password”."
            )
            return redirect("user_list")
    return render(request, "accounts/user_add.html", {"form": form})


def user_edit(request, user_id):
    person = get_object_or_404(User, pk=user_id)
    form = RoleForm(request.POST or None, instance=person)
    if request.POST.get("do") == "deactivate":
        actions.deactivate(user=person, by=request.user)
        messages.success(request, f"{person.name} can no longer sign in.")
        return redirect("user_list")
    if form.is_valid():
        actions.change_role(user=person, role=form.cleaned_data["role"], by=request.user)
        messages.success(request, f"{person.name} has a new role, from their next page on.")
        return redirect("user_list")
    return render(request, "accounts/user_edit.html", {"form": form, "person": person})
