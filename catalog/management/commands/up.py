"""``manage.py up``: start everything in the foreground; what ``make run`` ends in."""

import argparse
import contextlib
import errno
import secrets
import shutil
import signal
import socket
import sys
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.db import DatabaseError
from django.db.models import Q

from catalog.models import Item
from catalog.stack import StackFailed, lock, lock_file, programs, users_file
from catalog.stack.database import bring_up_to_date
from catalog.stack.prctl import die_with_parent
from catalog.stack.programs import Program
from catalog.stack.supervisor import Supervisor

NEEDED_BYTES = 200 * 1024**2


class Command(BaseCommand):
    """Starts Redis, web, workers and beat; Ctrl-C stops them."""

    help = "Start Redis, web, workers and beat in the foreground; Ctrl-C stops all of them."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--while-needed",
            action="store_true",
            help="only Redis, workers and beat, for as long as a command waits for them",
        )
        parser.add_argument(
            "--stop-with-parent",
            action="store_true",
            help="stop also when the program that started this one is killed",
        )

    def handle(self, *_: Any, **options: Any) -> None:
        if options["stop_with_parent"]:
            die_with_parent(signal.SIGTERM)
        try:
            self._hold_and_run(while_needed=options["while_needed"])
        except lock.Held as holder:
            self._fail(
                f"Sightline is already running with the data in {settings.DATA_DIR} "
                f"(process {holder}). Stop it, or set another DATA_DIR and PORT."
            )
        except StackFailed as failure:
            self._fail(str(failure))
        except DatabaseError as error:
            self._fail(f"The database cannot be used: {str(error).splitlines()[0]}.")
        except OSError as error:
            self._fail(f"Sightline cannot start: {error.strerror} ({error.filename}).")

    def _hold_and_run(self, *, while_needed: bool) -> None:
        with contextlib.ExitStack() as held:
            held.enter_context(lock.alone(lock_file()))
            _check_room()
            if while_needed:
                bring_up_to_date()
                self._work_while_needed(held)
            else:
                _check_port()
                bring_up_to_date()
                self._make_admin()
                served = [programs.web(), *programs.workers()]
                groups = [programs.own_redis(), served, [programs.beat()]]
                Supervisor(groups, say=self._say).run(self._welcome)
                self._say("Sightline has stopped.")

    def _work_while_needed(self, held: contextlib.ExitStack) -> None:
        def nobody_is_left() -> bool:
            with contextlib.suppress(lock.Held):
                # Held until we have stopped, so that who comes now waits and starts anew.
                held.enter_context(lock.alone(users_file(), patience_s=0))
                return True
            return False

        groups = [programs.own_redis(), programs.workers(), [programs.beat()]]
        Supervisor(groups, say=self._say, enough=nobody_is_left).run()

    def _welcome(self) -> Program | None:
        self._say(f"Sightline is ready at {address()} (Ctrl-C stops it).")
        if not settings.DEMO or Item.objects.exists():
            return None
        self._say("Loading the demo case; DEMO=0 leaves it out.")
        return Program("demo", programs.manage("demo", "--wait"))

    def _make_admin(self) -> None:
        users = get_user_model().objects
        if users.filter(Q(is_superuser=True) | Q(username="admin")).exists():
            return
        password = settings.ADMIN_PASSWORD or secrets.token_urlsafe(12)
        users.create_superuser("admin", password=password)
        shown = "from SIGHTLINE_ADMIN_PASSWORD" if settings.ADMIN_PASSWORD else password
        self._say(f"An account was made: user admin, password {shown} (shown this once).")

    def _say(self, message: str) -> None:
        self.stdout.write(message)
        self.stdout.flush()

    def _fail(self, sentence: str) -> None:
        self.stderr.write(sentence)
        sys.exit(1)


def address() -> str:
    """The address to open in a browser on this machine."""
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.BIND_ADDRESS, settings.BIND_ADDRESS)
    return f"http://{host}:{settings.PORT}/"


def _check_room() -> None:
    free = shutil.disk_usage(settings.DATA_DIR).free
    if free < NEEDED_BYTES:
        raise StackFailed(
            f"The disk of {settings.DATA_DIR} is full: {free // 1024**2} MB are left and at least "
            f"{NEEDED_BYTES // 1024**2} MB are needed. Free some, or set DATA_DIR to another disk."
        )


def _check_port() -> None:
    family = socket.AF_INET6 if ":" in settings.BIND_ADDRESS else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.BIND_ADDRESS, settings.PORT))
        except OSError as error:
            where = f"{settings.BIND_ADDRESS}:{settings.PORT}"
            if error.errno == errno.EADDRINUSE:
                raise StackFailed(
                    f"Port {settings.PORT} is taken by another program: stop that, or choose "
                    f"another port, for example `make run PORT={settings.PORT % 65535 + 1}`."
                ) from None
            raise StackFailed(f"{where} cannot be used: {error.strerror}.") from None
