"""``manage.py find``: search by words, place and time from the command line."""

import json
import re
import uuid
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog import formats
from catalog.likeness import words
from catalog.likeness.asking import HASHES
from catalog.models import (
    CONTRADICTING,
    Case,
    CheckVerdict,
    HashList,
    Item,
    Sensitivity,
    State,
    Workflow,
)
from catalog.search.find import Hit, Results, find_among
from catalog.search.query import HAS, Certainty, Contradiction, Query, Sort
from catalog.search.reader import QueryError
from catalog.search.told import hits_as_json, listed_as_json
from catalog.stack.database import bring_up_to_date
from catalog.storage.work import work_folder
from media_tools.errors import Unreadable
from media_tools.likeness.asked import written
from media_tools.likeness.look import look_at
from media_tools.text import visible

# Hits fetched at a time: the memory it needs, whatever the number found.
BATCH = 1000
_FIELDS = {
    "text": "text",
    "like": "like",
    "case": "case",
    "source": "source",
    "kind": "kind",
    "state": "state",
    "workflow": "workflow",
    "device": "device",
    "codec": "codec",
    "sensitivity": "sensitivity",
    "has": "has",
    "near": "near",
    "within": "within",
    "bbox": "bbox",
    "polygon": "polygon",
    "since": "from",
    "until": "to",
    "basis": "basis",
    "contradiction": "contradiction",
    "certainty": "certainty",
    "sort": "sort",
}
_MORE_FILTERS = {
    "workflow": f"one of {', '.join(Workflow.values)}",
    "device": "make and model, as the page names it",
    "codec": "such as h264",
    "sensitivity": f"one of {', '.join(Sensitivity.values)}",
    "has": " or ".join(HAS),
}


class Command(BaseCommand):
    """Find items, each with how surely it answers and why."""

    help = (
        "Finds items by words, place and time over all cases. Every hit is certain (wholly "
        "inside what was asked) or possible (it overlaps), and says why. Exit code 0, also "
        "when nothing is found; 2 if an option was not understood."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        # West and south begin with a minus sign, which argparse takes for an option.
        parser._negative_number_matcher = re.compile(r"-[\d.]")
        parser.add_argument("--text", help="all these words: titles, captions, claims, sources")
        parser.add_argument(
            "--like", metavar="FILE|REF[@TIME]", help="what looks like it: a file, an item, a frame"
        )
        parser.add_argument("--near", metavar="LAT,LON", help="centre of a circle")
        parser.add_argument("--within", metavar="DISTANCE", help="its radius, as 2km or 500m")
        parser.add_argument("--bbox", metavar="W,S,E,N", help="a box, west edge first")
        parser.add_argument("--polygon", metavar="LAT,LON;…", help="three or more corners")
        parser.add_argument("--from", dest="since", metavar="TIME", help="2023-05-02 23:15 UTC")
        parser.add_argument("--to", dest="until", metavar="TIME", help="the end, taken in whole")
        parser.add_argument("--case", action="append", help="only this case; may be repeated")
        parser.add_argument("--source", action="append", help="only this source's items")
        parser.add_argument("--kind", action="append", help="image, video, audio or other")
        parser.add_argument("--state", action="append", help=f"one of {', '.join(State.values)}")
        for name, said in _MORE_FILTERS.items():
            parser.add_argument(f"--{name}", action="append", help=said)
        parser.add_argument("--basis", action="append", help="facts that may match: claimed, …")
        parser.add_argument(
            "--contradiction",
            action="append",
            help=f"what checks came to: {', '.join(Contradiction)}",
        )
        parser.add_argument("--certainty", help=" or ".join(Certainty))
        parser.add_argument("--sort", help=" or ".join(Sort))
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def handle(self, *_: Any, **options: Any) -> None:
        """Search, and print a line for each hit."""
        bring_up_to_date()
        query = self._query(options)
        try:
            first = find_among(query, Item.objects.all(), BATCH, HashList.objects.all())
        except QueryError as error:
            raise CommandError(f"--like: {error.errors['like']}", returncode=2) from error
        if options["json"]:
            for page in _pages(first):
                for told in hits_as_json(query, page):
                    self.stdout.write(json.dumps(told, ensure_ascii=False))
            for one in first.alike.listed if first.alike else ():
                self.stdout.write(json.dumps(listed_as_json(one), ensure_ascii=False))
            return
        for hit in chain.from_iterable(_pages(first)):
            self.stdout.write("\n".join(_as_lines(hit)))
        for one in first.alike.listed if first.alike else ():
            self.stdout.write(f"{one.hash_list}: {words.of_listed(one)}")
        total, certain, possible = first.counts.in_words()
        self.stdout.write(f"{total} found: {certain} certain, {possible} possible.")

    def _query(self, options: dict[str, Any]) -> Query:
        given = {name: options[key] for key, name in _FIELDS.items() if options[key]}
        if given.get("like") and Path(given["like"]).is_file():
            given["like"] = _hashes_in(Path(given["like"]))
        try:
            query = Query.from_params(given)
        except QueryError as error:
            sentences = " ".join(f"--{name}: {said}" for name, said in error.errors.items())
            raise CommandError(sentences, returncode=2) from error
        for code in query.cases:
            if not Case.objects.filter(code=code).exists():
                raise CommandError(f"--case: there is no case {code}.", returncode=2)
        return query


def _hashes_in(path: Path) -> str:
    """The file as a search asks for it. It is read by contained children and not kept."""
    with work_folder(str(uuid.uuid4())) as folder:
        try:
            return HASHES + written(look_at(path.absolute(), folder))
        except Unreadable as error:
            raise CommandError(f"--like: {path}: {error}", returncode=2) from error


def _pages(results: Results) -> Iterator[Sequence[Hit]]:
    yield results.hits
    while results.next_page:
        query = replace(results.query, page=results.next_page)
        results = find_among(query, Item.objects.all(), BATCH)
        yield results.hits


def _as_lines(hit: Hit) -> Iterator[str]:
    item = hit.item
    worst = CheckVerdict(item.worst_check) if item.worst_check in CONTRADICTING else None
    contradicted = f" · {item.worst_checks} {worst.label.lower()}" if worst else ""
    title = f"{visible(item.title)}{contradicted}"
    yield f"{item.ref:<12} {hit.certainty.value:<9} {item.state:<11} {title}"
    for pair in hit.alike.pairs if hit.alike else ():
        yield f"{'':12} {words.of_pair(pair)}"
    for match in hit.matched:
        extent = match.extent
        if extent.latitude is None or extent.longitude is None:
            value = formats.utc_interval(extent.earliest, extent.latest)
        else:
            value = formats.place(extent.latitude, extent.longitude, extent.radius_m)
        away = (
            f" · {formats.distance(match.distance_m)} away" if match.distance_m is not None else ""
        )
        yield f"{'':12} {extent.basis:<9} {value}{away} · {match.why} · {visible(extent.origin)}"
