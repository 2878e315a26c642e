"""``manage.py apitoken``: give a program a token, list tokens, take one back."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from catalog import formats
from catalog.models import ApiToken
from catalog.stack.database import bring_up_to_date
from media_tools.text import visible


class Command(BaseCommand):
    """Tokens of the API, by person."""

    help = (
        "Gives a program a token for the API, which may see what the person may see. The token "
        "is printed once and cannot be read again. Exit code 2 if an option was not understood."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("person", help="whose rights the program gets: a user name")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--name", help="what the token is for")
        what.add_argument("--revoke", type=int, metavar="NUMBER", help="take this token back")
        parser.add_argument("--days", type=int, default=90, help="how long it holds (90)")

    def handle(self, *_: Any, **options: Any) -> None:
        """Give, take back, or list."""
        bring_up_to_date()
        person = get_user_model().objects.filter(username=options["person"]).first()
        if person is None:
            raise CommandError(f"There is nobody named {options['person']}.", returncode=2)
        tokens = ApiToken.objects.filter(person=person)
        if options["revoke"] is not None:
            if not tokens.filter(pk=options["revoke"]).revoke():
                said = f"{person} has no valid token with the number {options['revoke']}."
                raise CommandError(said, returncode=2)
            self.stdout.write("It is taken back: the next request with it is refused.")
        elif options["name"]:
            if options["days"] < 1:
                raise CommandError("--days: Give one day or more.", returncode=2)
            secret = tokens.give(person.pk, options["name"], options["days"])[1]
            self.stdout.write(secret)
        else:
            for token in tokens:
                self.stdout.write(_line(token))


def _line(token: ApiToken) -> str:
    ends = f"ends {formats.utc(token.ends_at)}" if token.ends_at else "never ends"
    used = f"used {formats.utc(token.used_at)}" if token.used_at else "never used"
    state = f"taken back {formats.utc(token.revoked_at)}" if token.revoked_at else ends
    return f"{token.pk:>4}  {visible(token.name)} · {state} · {used}"
