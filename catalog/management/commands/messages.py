"""``manage.py messages``: brings the translations' files in step with the words in the code."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog import translations


class Command(BaseCommand):
    """Adds new words to the .po files, untranslated, and takes out what nothing says any more."""

    help = "Bring catalog/locale/*/LC_MESSAGES/*.po in step with the templates, Python and scripts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; fail if something is missing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        lacking = 0
        for domain in translations.DOMAINS:
            said = translations.extract(domain)
            for language in translations.LANGUAGES:
                if not options["check"]:
                    translations.update(language, domain, said)
                gaps = list(translations.gaps(language, domain, said))
                lacking += len(gaps)
                for gap in gaps:
                    self.stdout.write(f"{language}/{domain}: {gap}")
        if lacking:
            raise CommandError(f"{lacking} translations are to be written or mended.")
        self.stdout.write("Every word is translated.")
