"""Who can sign in to the demo, and which records to look at."""

import json

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from croydon_eh.demo.examples import find_examples
from croydon_eh.demo.personas import describe_clients, describe_people, make_personas


class Command(BaseCommand):
    help = "Make the demo's personas, where they are missing, and print their sign-ins."

    def add_arguments(self, parser):
        parser.add_argument(
            "--json", action="store_true", help="people, clients and examples, for a script"
        )

    def handle(self, *args, **options):
        if not settings.DEMO:
            raise CommandError("There are demo accounts in demo and test mode only.")
        make_personas()
        if options["json"]:
            found = {
                "people": describe_people(),
                "clients": describe_clients(),
                "examples": find_examples(),
            }
            self.stdout.write(json.dumps(found, indent=2, ensure_ascii=False))
        else:
            self._table()

    def _table(self):
        people = describe_people()
        width = max(len(person["email"]) for person in people)
        self.stdout.write(f"Sign in as any of these with the password {people[0]['password']}\n")
        for person in people:
            self.stdout.write(f"  {person['email']:{width}}  {person['does']}")
        self.stdout.write("\nPartner systems (OAuth2 client credentials):")
        for client in describe_clients():
            self.stdout.write(f"  {client['client_id']}  {client['client_secret']}")
