"""``manage.py claim REF``: record what somebody says about an item or an incident."""

import json
import re
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from catalog import formats
from catalog.claims.draft import place_of
from catalog.claims.facts import Facts, facts_in, time_facts
from catalog.claims.not_understood import NotUnderstood
from catalog.claims.reading import moment_of, read_moment, read_time_at
from catalog.claims.record import CannotRecord, Statement, record, supersede
from catalog.claims.words import local_in_words
from catalog.claims.zone_of_place import zone_of_place
from catalog.custody.chain import COMMAND_LINE
from catalog.dossier import claim_told
from catalog.models import Appearance, Claim, ClaimKind, Incident, Item, Source, ZoneBasis
from catalog.stack.database import bring_up_to_date
from media_tools.places import Place
from media_tools.text import visible

OPTION_OF = {"asserted_by": "--by", "appearance": "--in"}


class Command(BaseCommand):
    """Record a claim, or supersede one, through the one door for claims."""

    help = (
        "Records a claim about an item (KRM-0007) or an incident (incident:3). Nothing is "
        "edited: with --supersedes it takes the place of an older claim, and both are kept."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        # West and south begin with a minus sign, which argparse takes for an option.
        parser._negative_number_matcher = re.compile(r"-[\d.]")
        parser.add_argument("ref", metavar="REF", help="an item's reference, or incident:NUMBER")
        parser.add_argument("--kind", required=True, choices=ClaimKind.values)
        parser.add_argument("--quote", required=True, help="the words as they were said")
        parser.add_argument("--value", help="the time or place, if the words cannot be read")
        parser.add_argument(
            "--zone-from-place",
            action="store_true",
            help="a time without a zone is in that of the place claimed for it",
        )
        parser.add_argument("--by", default="", metavar="SOURCE", help="who says so, made if new")
        parser.add_argument("--in", default="", metavar="URL", help="in which posting")
        parser.add_argument("--said-at", default="", help="when: '3 May 2023 02:51 UTC+3'")
        parser.add_argument("--language", default="", help="of the words, a code such as uk")
        parser.add_argument("--translation", default="")
        parser.add_argument("--supersedes", type=int, metavar="ID", help="the older claim")
        parser.add_argument("--reason", default="", help="why the older claim is superseded")
        parser.add_argument("--json", action="store_true", help="one JSON object")

    def handle(self, *_: Any, **options: Any) -> None:
        """Record it and print it as it was understood."""
        bring_up_to_date()
        about = _about(options["ref"])
        try:
            claim = _record(about, options)
        except CannotRecord as error:
            option = OPTION_OF.get(error.field, f"--{error.field}")
            raise CommandError(f"{option}: {error}", returncode=2) from error
        told = {"about": options["ref"].upper() if claim.item else options["ref"]}
        told |= claim_told(claim)
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        else:
            self.stdout.write(f"Recorded as claim {claim.pk}. {_understood(claim)}".strip())
            if hint := _zone_hint(about, claim):
                self.stdout.write(hint)
            for check in claim.checks.all():
                self.stdout.write(f"{check.get_verdict_display()}: {visible(check.sentence)}")


@transaction.atomic
def _record(about: Item | Incident, options: dict[str, Any]) -> Claim:
    kind, case = ClaimKind(options["kind"]), about.case
    if len(options["by"]) > 200:
        raise CannotRecord("asserted_by", "Use at most 200 characters.")
    source = None
    if options["by"]:
        source, _ = Source.objects.get_or_create(case=case, name=options["by"])
    appearance = _appearance(about, options["in"])
    said_at = _moment("--said-at", options["said_at"]) or (
        appearance.published_at if appearance else None
    )
    statement = Statement(
        kind,
        options["quote"],
        _facts(about, kind, options, said_at),
        asserted_by=source,
        appearance=appearance,
        asserted_at=said_at,
        language=options["language"],
        translation=options["translation"],
    )
    if options["supersedes"] is None:
        return record(about, statement, COMMAND_LINE)
    old = about.claims.filter(pk=options["supersedes"]).first()
    if old is None:
        raise CannotRecord("supersedes", f"{options['ref']} has no claim {options['supersedes']}.")
    return supersede(old, statement, options["reason"], COMMAND_LINE)


def _about(ref: str) -> Item | Incident:
    about: Item | Incident | None
    if found := re.fullmatch(r"incident:(\d{1,18})", ref):
        about = Incident.objects.select_related("case").filter(pk=int(found[1])).first()
    else:
        about = Item.objects.select_related("case").filter(ref=ref.upper()).first()
    if about is None:
        raise CommandError(f"There is no item or incident {ref}.")
    return about


def _facts(
    about: Item | Incident, kind: ClaimKind, options: dict[str, Any], said_at: datetime | None
) -> Facts:
    option = "--quote" if options["value"] is None else "--value"
    words = options["quote"] if options["value"] is None else options["value"]
    try:
        if options["zone_from_place"] and kind == ClaimKind.TIME:
            at = place_of(about)
            return time_facts(read_time_at(words, at, _zone_at(at), said_at))
        return facts_in(kind, words, said_at)
    except NotUnderstood as error:
        hint = " Give it in plain notation with --value." if option == "--quote" else ""
        raise CommandError(f"{option}: {error}{hint}", returncode=2) from error


def _zone_at(place: Place | None) -> str:
    """The zone that the claimed place suggests. Raises ``CommandError`` where it suggests none."""
    if place is None:
        raise CommandError("--zone-from-place: No place is claimed of it.", returncode=2)
    zone = zone_of_place(place)
    if not zone.regions:
        raise CommandError(f"--zone-from-place: {' '.join(zone.notes)}", returncode=2)
    return zone.words


def _zone_hint(about: Item | Incident, claim: Claim) -> str:
    """What the claimed place suggests for a time that names no zone."""
    at = place_of(about) if claim.zone_basis == ZoneBasis.UNKNOWN else None
    zone = zone_of_place(at) if at else None
    if zone is None or not zone.regions:
        return ""
    told = " ".join((f"No zone was said; the claimed place suggests {zone.words}.", *zone.notes))
    return f"{told} --zone-from-place would take it."


def _moment(option: str, words: str) -> datetime | None:
    if not words:
        return None
    try:
        return moment_of(read_moment(words).interval)
    except NotUnderstood as error:
        raise CommandError(f"{option}: {error}", returncode=2) from error


def _appearance(about: Item | Incident, url: str) -> Appearance | None:
    if not url:
        return None
    found = Appearance.objects.filter(item__case=about.case, url=url)
    if isinstance(about, Item):
        found = found.filter(item=about)
    appearance = found.order_by("collected_at", "id").first()
    if appearance is None:
        raise CannotRecord("appearance", f"No posting at {url} is known of it.")
    return appearance


def _understood(claim: Claim) -> str:
    if claim.interval:
        local = f", {there}" if (there := local_in_words(claim)) else ""
        return f"Understood as {formats.utc_interval(claim.earliest, claim.latest)}{local}."
    if claim.latitude is not None and claim.longitude is not None:
        where = formats.place(claim.latitude, claim.longitude, claim.radius_m)
        return f"Understood as {where}."
    return ""
