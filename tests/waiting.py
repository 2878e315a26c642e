"""Waiting for an end that comes by itself."""

import time
from collections.abc import Callable

# How long an end may take that comes in a second on an idle machine. Nobody waits so long unless
# it does not come.
PATIENCE_S = 300.0


def until(holds: Callable[[], bool]) -> None:
    """Return once it holds."""
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.1)
