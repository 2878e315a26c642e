"""What a Python child does first and last: take one order, print one answer."""

import importlib
import json
import logging
import re
import sys
import warnings
from collections.abc import Callable
from typing import Any

_MOST_COMPLAINTS = 20


def words_of(error: Warning | Exception | str) -> str:
    """What went wrong in one line, without our own paths."""
    words = re.sub(r" '/[^']*'", "", str(error)).split("\n")[0].rstrip(".: ")[:200]
    return words if isinstance(error, Warning | str) else f"{type(error).__name__}: {words}"


def attempt(complaints: list[str], what: str, read: Callable[[Any], Any], argument: object) -> Any:
    """What reading gives; where it raises anything, ``None``, and a sentence in ``complaints``."""
    try:
        return read(argument)
    except Exception as error:  # noqa: BLE001 - hostile bytes raise anything; it is told
        complaints.append(f"{what} cannot be read: {words_of(error)}.")
        return None


def answer_to(module: str, action: str, order: dict[str, Any]) -> dict[str, Any]:
    """What the action answers; ``{failed, words, errno}`` where it raised anything at all.

    Warnings of the libraries come as ``complaints``, behind those of the action.
    """
    act = importlib.import_module(f"media_tools.children.{module}").ACTIONS[action]
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        warnings.simplefilter("ignore", ResourceWarning)
        try:
            answer: dict[str, Any] = act(**order)
        except Exception as error:  # noqa: BLE001 - hostile bytes raise anything; it is told
            number = error.errno if isinstance(error, OSError) else None
            answer = {"failed": type(error).__name__, "words": words_of(error), "errno": number}
    said = dict.fromkeys(f"A library warns: {words_of(warning.message)}." for warning in caught)
    answer["complaints"] = [*answer.get("complaints", []), *list(said)[:_MOST_COMPLAINTS]]
    return answer


def main(module: str, action: str, order: str) -> None:
    """Do one action and print its answer as one JSON object."""
    logging.disable(logging.CRITICAL)
    json.dump(answer_to(module, action, json.loads(order)), sys.stdout)
