"""Pages that are the same for everybody."""

import datetime as dt

from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import render

from croydon_eh import component_sheet as sheet


def accessibility(request):
    return render(request, "pages/accessibility.html")


def privacy(request):
    return render(request, "pages/privacy.html")


def cookies(request):
    names = {
        "session_cookie": settings.SESSION_COOKIE_NAME,
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
    }
    return render(request, "pages/cookies.html", names)


def help(request):
    checked_on = dt.date.fromisoformat(settings.SERVICE["phones_checked_on"])
    return render(request, "pages/help.html", {"phones_checked_on": checked_on})


def components(request):
    """Every component and field in each of its states, for designers and for the axe tests."""
    context = sheet.context(request)
    return render(request, "pages/components.html", context)


def suggestions(request):
    """What the sheet's text box offers while one types."""
    return JsonResponse(sheet.matches(request.GET.get("q", "")), safe=False)
