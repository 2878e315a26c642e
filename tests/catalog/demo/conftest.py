"""The demo's files as they are shipped, rendered once for all tests."""

import fcntl
import json
import os
from pathlib import Path

import pytest

from catalog.demo.render import render


@pytest.fixture(scope="session")
def demo_files() -> dict[str, Path]:
    """Every file of the demo case by the name it is handed in under.

    The processes of one test run share them: whoever comes second waits for the first.
    """
    folder = Path(os.environ["SIGHTLINE_TEST_DATA_DIR"], "demo")
    folder.mkdir(exist_ok=True)
    with (folder / "rendered.json").open("a+") as rendered:
        fcntl.flock(rendered, fcntl.LOCK_EX)
        rendered.seek(0)
        if not (names := rendered.read()):
            names = json.dumps(render(folder), default=str)
            rendered.write(names)
    return {name: Path(path) for name, path in json.loads(names).items()}
