"""What a search costs at a million items, beside the usual way to do it, on both databases.

Needs PostgreSQL with PostGIS, which it starts for itself: Debian's ``postgresql-15-postgis-3``.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench import where

STARTER = Path(__file__).parents[1] / ".ci" / "postgres"


def has_postgis() -> bool:
    """Whether a PostgreSQL of this machine can load PostGIS."""
    folders = (Path("/usr/share/postgresql"), Path("/usr/pgsql"), Path("/usr/share/pgsql"))
    return any(any(folder.glob("**/extension/postgis.control")) for folder in folders)


def main() -> int:
    """Measure and print. The exit code is 1 if a goal was missed."""
    parser = argparse.ArgumentParser(description="Compares search with the usual ways.")
    parser.add_argument("--quick", action="store_true", help="50,000 items, in about two minutes")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--items", type=int, default=1_000_000)
    parser.add_argument("--questions", type=int, default=48)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    if not has_postgis():
        sys.exit("PostGIS is missing: apt-get install postgresql-15-postgis-3")
    if "BENCH_IN_POSTGRESQL" not in os.environ:
        argv = [str(STARTER), sys.executable, *sys.argv]
        return subprocess.run(argv, env=os.environ | {"BENCH_IN_POSTGRESQL": "1"}).returncode
    items = 50_000 if asked.quick else asked.items
    met = True
    with tempfile.TemporaryDirectory(prefix="bench-search-") as folder:
        made = where.rows(
            items, asked.questions, asked.rounds, Path(folder), os.environ["DATABASE_URL"]
        )
        for row in made:
            print(row.told(as_json=asked.json), flush=True)
            met = met and row.met
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
