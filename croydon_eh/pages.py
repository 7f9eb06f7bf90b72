"""Pages that are the same for everybody."""

from django.http import JsonResponse
from django.shortcuts import render

from croydon_eh import component_sheet as sheet


def accessibility(request):
    return render(request, "pages/accessibility.html")


def privacy(request):
    return render(request, "pages/privacy.html")


def cookies(request):
    return render(request, "pages/cookies.html")


def help(request):
    return render(request, "pages/help.html")


def components(request):
    """Every component and field in each of its states, for designers and for the axe tests."""
    context = sheet.context(request)
    return render(request, "pages/components.html", context)


def suggestions(request):
    """What the sheet's text box offers while one types."""
    return JsonResponse(sheet.matches(request.GET.get("q", "")), safe=False)
