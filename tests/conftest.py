"""What every test may lean on."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.test import TransactionTestCase
from hypothesis import HealthCheck

from catalog import immutable

# The same examples in every run, and no clock: what fails must be the doing of a change, neither
# of an example that nobody saw before nor of a slow machine. `--hypothesis-profile=further` looks
# for new ones.
_patient = hypothesis.settings(
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
hypothesis.settings.register_profile("further", _patient)
hypothesis.settings.register_profile("same", _patient, derandomize=True)
hypothesis.settings.load_profile("same")


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
    # Django gives no public hook around the flush at the end of a transactional test.
    test_case: Any = TransactionTestCase
    flush = test_case._fixture_teardown

    def lift_and_flush(test: Any) -> None:
        immutable.lift("default")
        flush(test)
        immutable.install("default")

    test_case._fixture_teardown = lift_and_flush
    yield
    test_case._fixture_teardown = flush
