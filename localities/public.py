"""In whose name the public page sends: parents and carers, or young people themselves."""

from localities.models import Agency, AgencyKind, PartnerSystem, Site

# The Department for Education's sources of referral: family member or carer, and self.
SENDERS = {"parent": ("Parents and carers", "1A"), "young": ("Young people", "1C")}


def public_sender(who):
    """A PartnerSystem that no token opens: it is not active."""
    name, source_code = SENDERS[who]
    agency, _ = Agency.objects.get_or_create(
        name=name, defaults={"kind": AgencyKind.FAMILY, "source_code": source_code}
    )
    site, _ = Site.objects.get_or_create(agency=agency, name=name)
    system, _ = PartnerSystem.objects.get_or_create(
        name=f"Public page: {name}", site=site,
        defaults={
            "is_active": False, "scopes": "", "client_type": "confidential",
            "authorization_grant_type": "client-credentials",
        },
    )  # fmt: skip
    return system
