"""Appoint somebody from the command line: how the first people of the secretariat come in."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from countries.actions import invitations
from countries.models import Party, Region
from countries.roles import RoleKey


class Command(BaseCommand):
    help = "Invite an address to a role and print the link, which works once and for 14 days."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("role", choices=RoleKey.values)
        parser.add_argument("--party", help="ISO 3166-1 alpha-3 code, for a Party's role")
        parser.add_argument("--region", help="slug, for a reviewer of one region")
        parser.add_argument("--name", default="")

    def handle(
        self,
        *args: Any,
        email: str,
        role: str,
        party: str | None,
        region: str | None,
        name: str,
        **options: Any,
    ) -> None:
        try:
            invitation = invitations.invite(
                by=None,
                email=email,
                role=role,
                party=Party.objects.get(iso3=party) if party else None,
                region=Region.objects.get(slug=region) if region else None,
                full_name=name,
                by_mail=False,
            )
        except (Party.DoesNotExist, Region.DoesNotExist) as error:
            raise CommandError(f"{error} Load them with manage.py load_parties.") from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(invitations.new_link(invitation))
