"""Waiting for all of a child's processes, also those whose own parent left before them.

bubblewrap ends a moment before the process that it kept everything in. Somebody has to
take leave of that one, or it stays behind as a zombie where the first process of a
container does not; and the time it used would be nobody's.
"""

import contextlib
import ctypes
import os
import signal
import sys
from functools import cache
from typing import Any

_PR_SET_CHILD_SUBREAPER = 36


@cache
def _c_library() -> Any:
    return ctypes.CDLL(None, use_errno=True)


def adopt() -> None:
    """Let what is orphaned below this process fall to it. To be called before a child starts."""
    if sys.platform == "linux":
        _c_library().prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def end(group: int) -> None:
    """Kill every process of the group, and return when none of them is left."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        while True:
            os.waitpid(-group, 0)
