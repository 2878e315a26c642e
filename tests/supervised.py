"""``python -m tests.supervised``: the supervisor with Redis and a sleeper, without the rest."""

import django
from django.conf import settings

from catalog.stack import lock, lock_file, programs
from catalog.stack.programs import Program
from catalog.stack.supervisor import Supervisor


def _say(message: str) -> None:
    print(message, flush=True)


def main() -> None:
    sleeper = Program("sleeper", ("sleep", "600"))
    with lock.alone(lock_file()):
        Supervisor([programs.own_redis(), [sleeper]], say=_say).run(lambda: _say("ready"))
    _say("stopped")


if __name__ == "__main__":
    django.setup()
    assert settings.REDIS_SOCKET
    main()
