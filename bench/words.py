"""What a page of a search by words costs where these stand in every item, beside a rare word.

Asks SQLite in a folder of its own, or the PostgreSQL of ``DATABASE_URL``: ``.ci/postgres python
bench/words.py``. Every second item is by one device and the rest have one codec, so that these two
wide filters leave nothing together.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# Of how many items one has the word.
SHARES = {"market": 2, "bridge": 3, "smoke": 50, "convoy": 10_000}
RARE = {"text": "convoy"}
CITY = {"near": "50.45,30.52", "within": "20km"}
# Seconds that a page may take at a million items.
GOAL_S = 1.0
QUESTIONS: list[dict[str, str]] = [
    {"text": "clip"},
    {"text": "market"},
    {"text": "market bridge"},
    {"text": "clip -market"},
    {"text": "clip", "case": "BIG1"},
    {"text": "clip", "kind": "image"},
    {"text": "clip", "device": "Phone"},
    {"text": "clip", "device": "Phone", "codec": "h264"},
    {"text": "clip", "has": "gps"},
    {"text": "smoke", "kind": "image"},
    {"text": "clip", "sort": "time"},
    {"text": "clip", **CITY},
    {"text": "smoke", **CITY},
    {"text": "clip", "from": "2021-03-01 00:00 UTC", "to": "2021-03-02 00:00 UTC"},
    {"device": "Phone", "codec": "h264"},
    {"device": "Phone", "kind": "image"},
    {"device": "Phone", "codec": "h264", **CITY},
    {"device": "Phone", "codec": "h264", "sort": "time"},
    {"device": "Phone", "has": "gps"},
]


def fill(items: int) -> None:
    """The catalogue of the other benches, with words and with filters that leave half of it."""
    from django.db import connection

    from bench import catalogue
    from catalog.models import Case, Item, Words
    from catalog.models.words import Document

    catalogue.fill(items)
    for case_id in Case.objects.values_list("pk", flat=True):
        ids = Item.objects.filter(case=case_id).order_by("pk").values_list("pk", flat=True)
        Words.objects.bulk_create(
            (Words(item_id=n, document=Document.of(case_id, [_title(n)])) for n in ids.iterator()),
            batch_size=5000,
        )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE catalog_item SET device = CASE WHEN id % 2 = 0 THEN 'Phone' ELSE '' END, "
            "codec = CASE WHEN id % 2 = 1 THEN 'h264' ELSE '' END, has_gps = (id % 7 = 1)"
        )
        cursor.execute("ANALYZE" if connection.vendor == "postgresql" else "PRAGMA optimize")


def _title(n: int) -> str:
    # By a hash, so that one word says nothing of another.
    mixed = n * 2_654_435_761 % 2**32 // 7
    return " ".join(["Clip", str(n), *(w for w, one_in in SHARES.items() if mixed % one_in == 0)])


def main() -> int:
    """Measure and print. The exit code is 1 if a page took longer than its goal."""
    parser = argparse.ArgumentParser(description="Compares common words with a rare one.")
    parser.add_argument("--quick", action="store_true", help="50,000 items")
    parser.add_argument("--items", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-words-") as folder:
        os.environ |= {"SIGHTLINE_ENV_FILE": os.devnull}
        os.environ.setdefault("DATA_DIR", folder)
        return _measure(50_000 if asked.quick else asked.items, asked.rounds, as_json=asked.json)


def _measure(items: int, rounds: int, *, as_json: bool) -> int:
    import django

    django.setup()
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    from bench.costs import Row
    from catalog.models import Item

    call_command("migrate", verbosity=0)
    if not Item.objects.exists():
        fill(items)
        User.objects.create_superuser("bench", password=None)
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username="bench"))

    def took_s(question: dict[str, str]) -> float:
        began = time.perf_counter()
        answer = client.get(f"/search/?{urlencode(question)}")
        assert answer.status_code == 200, answer.content
        return time.perf_counter() - began

    took_s(RARE)
    met = True
    for question in QUESTIONS:
        taken = [(took_s(question), took_s(RARE)) for _ in range(rounds)]
        least_s = min(common for common, _ in taken)
        row = Row(
            "words_" + "_".join(question),
            [common / rare for common, rare in taken],
            None,
            f"{urlencode(question)} on {connection.vendor} / {RARE['text']}, a rare word",
            f"{items:,} items, at least {least_s:.2f} s a page",
        )
        print(row.told(as_json=as_json), flush=True)
        met = met and least_s <= GOAL_S
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
