"""Find a school, practice or service by what somebody says or types of its name."""

from localities.models import Site

MOST = 8


def site_named(text):
    """The site of this very name, however it is written; None where none or several have it."""
    found = list(Site.objects.filter(name__iexact=text.strip())[:2]) if text.strip() else []
    return found[0] if len(found) == 1 else None


def sites_like(text):
    """Names of sites that hold every word of the text; none for a text of one letter."""
    words = text.replace("\x00", " ").split()[:6]
    if len("".join(words)) < 2:
        return []
    sites = Site.objects.all()
    for word in words:
        sites = sites.filter(name__icontains=word)
    return list(sites.order_by("name").values_list("name", flat=True).distinct()[:MOST])
