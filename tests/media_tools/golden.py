"""Golden tests: they hold what one version of a step gives."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from media_tools.step import all_steps

P = ParamSpec("P")


def golden(step: str, version: int) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Mark a test as one that fails whenever this version of the step gives something else.

    It then names the version to raise. Every step has such a test, and the house rules in
    ``test_architecture`` see to it.
    """

    def marked(test: Callable[P, None]) -> Callable[P, None]:
        @wraps(test)
        def held(*arguments: P.args, **named: P.kwargs) -> None:
            now = all_steps()[step].version
            assert now == version, f"{step} is at version {now}: look at what it gives now."
            try:
                test(*arguments, **named)
            except AssertionError as changed:
                changed.add_note(
                    f"What {step} gives has changed. If that is meant, raise the version of STEP "
                    f"in media_tools/steps/{step}.py from {version} to {version + 1}."
                )
                raise

        return held

    return marked
