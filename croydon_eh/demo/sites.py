"""The demo's agencies and their sites."""

from croydon_eh.demo.reading import rows
from localities.agencies import source_code_of
from localities.models import Agency, Site, Ward


def make_sites() -> dict[str, Site]:
    """Every site by its name; what is there already stays as it is. Idempotent."""
    agencies = {agency.name: agency for agency in Agency.objects.all()}
    missing = {row["agency"]: row["kind"] for row in rows("sites") if row["agency"] not in agencies}
    for agency in Agency.objects.bulk_create(
        Agency(name=name, kind=kind, source_code=source_code_of(kind))
        for name, kind in missing.items()
    ):
        agencies[agency.name] = agency
    wards = dict(Ward.objects.values_list("gss", "pk"))
    sites = {(site.agency.name, site.name) for site in Site.objects.select_related("agency")}
    Site.objects.bulk_create(
        Site(
            agency=agencies[row["agency"]],
            name=row["site"],
            ward_id=wards[row["ward_gss"]],
        )
        for row in rows("sites")
        if (row["agency"], row["site"]) not in sites
    )
    ours = {(row["agency"], row["site"]) for row in rows("sites")}
    found = Site.objects.select_related("agency", "ward")
    return {site.name: site for site in found if (site.agency.name, site.name) in ours}
