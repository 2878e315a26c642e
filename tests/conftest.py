"""What every test may lean on."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import TransactionTestCase

from catalog import immutable


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, settings: Any) -> Path:
    """A folder of its own for each test's originals, derived files and uploads."""
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    return Path(settings.DATA_DIR)


@pytest.fixture(autouse=True)
def no_error_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A test in which something was logged as an error has failed."""
    yield
    errors = [record for record in caplog.get_records("call") if record.levelno >= logging.ERROR]
    assert not errors, [record.getMessage() for record in errors]


@pytest.fixture(autouse=True, scope="session")
def tests_may_clean_up() -> Iterator[None]:
    """Emptying tables between tests is the one change of evidence that is let through."""
    flush = TransactionTestCase._fixture_teardown

    def lift_and_flush(test: TransactionTestCase) -> None:
        for alias in test._databases_names(include_mirrors=False):  # type: ignore[attr-defined]
            immutable.lift(alias)
        flush(test)
        for alias in test._databases_names(include_mirrors=False):  # type: ignore[attr-defined]
            immutable.install(alias)

    TransactionTestCase._fixture_teardown = lift_and_flush  # type: ignore[method-assign]
    yield
    TransactionTestCase._fixture_teardown = flush  # type: ignore[method-assign]
