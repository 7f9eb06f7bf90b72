from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from croydon_eh.reference import indicators, permissions, states

PAGES = {"states.md": states, "permissions.md": permissions, "indicators.md": indicators}


class Command(BaseCommand):
    help = "Write docs/reference from the code; --check only says whether a page is stale."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true")

    def handle(self, *, check, **options):
        folder = Path(settings.BASE_DIR) / "docs" / "reference"
        stale = []
        for name, module in PAGES.items():
            page, path = module.page(), folder / name
            if path.exists() and path.read_text(encoding="utf-8") == page:
                continue
            stale.append(name)
            if not check:
                folder.mkdir(parents=True, exist_ok=True)
                path.write_text(page, encoding="utf-8")
        if check and stale:
            raise CommandError(f"Stale: {', '.join(stale)}. Run manage.py reference_docs.")
        self.stdout.write("written: " + ", ".join(stale) if stale else "up to date")
