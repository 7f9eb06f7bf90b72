"""The administrator's pages: who has an account, in which role. No family is ever shown here."""

from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts import actions
from accounts.forms import FindForm, RoleForm, UserForm
from accounts.models import User
from accounts.roles import Role
from audit.errors import Refused

PAGE = 50


HEAD = ["Name", "Email address", "Role", "Can sign in"]


def user_list(request):
    form = FindForm(request.GET or None)
    query = form.cleaned_data if form.is_valid() else {"q": "", "after": ""}
    people = User.objects.filter(
        Q(name__icontains=query["q"]) | Q(email__icontains=query["q"]), name__gt=query["after"]
    )
    page = list(people.values("pk", "name", "email", "role", "is_active")[: PAGE + 1])
    next_page = None
    if len(page) > PAGE:
        next_page = "?" + urlencode({"q": query["q"], "after": page[PAGE - 1]["name"]})
    context = {
        "form": form,
        "head": HEAD,
        "rows": [_row(person) for person in page[:PAGE]],
        "next": next_page,
        "clear_url": request.path if query["q"] else None,
    }
    return render(request, "accounts/user_list.html", context)


def _row(person):
    return [
        {"text": person["name"], "url": reverse("user_edit", args=[person["pk"]])},
        person["email"],
        Role(person["role"]).label,
        "Yes" if person["is_active"] else "No",
    ]


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
