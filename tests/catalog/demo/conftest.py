"""The demo's files as they are shipped, rendered once for all tests."""

from pathlib import Path

import pytest

from catalog.demo.render import render


@pytest.fixture(scope="session")
def demo_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every file of the demo case by the name it is handed in under."""
    return render(tmp_path_factory.mktemp("demo"))
