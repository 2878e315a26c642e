"""One side of the search bench: a process with a catalogue of its own that answers questions.

Reads JSON lines from its standard input and answers each with one: milliseconds on the wall,
milliseconds of this process's own processor time, and how many hits there were.
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def main(items: int) -> None:
    """Make the catalogue, say so, and answer until the input ends."""
    import django

    django.setup()
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.test import Client

    from bench import catalogue
    from catalog.models import Item
    from catalog.search import scan
    from catalog.search.query import Query

    call_command("migrate", verbosity=0)
    catalogue.fill(items)
    client = Client(headers={"host": "localhost"})
    person = User.objects.create_superuser("bench", password=None)
    client.force_login(person)

    def look(query: Query) -> list[int]:
        counts, _ = scan.look(query, Item.objects.visible_to(person), 51)
        return [counts.certain, counts.possible]

    def page(query: Query) -> list[int]:
        answer = client.get(f"/search/?{query.query_string}")
        assert answer.status_code == 200, answer.content
        return [len(answer.content)]

    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        query = Query.from_params(asked["query"])
        work = {"look": look, "page": page}[asked["do"]]
        wall, cpu = time.perf_counter(), time.process_time()
        hits = work(query)
        took = {"wall_ms": time.perf_counter() - wall, "cpu_ms": time.process_time() - cpu}
        answer: dict[str, Any] = {name: 1000 * seconds for name, seconds in took.items()}
        print(json.dumps(answer | {"hits": hits}), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
