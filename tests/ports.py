"""Ports for servers that a test starts."""

import itertools
import os
import socket

# Below those that a system gives to outgoing connections, which come and go meanwhile; and for
# each process that runs tests a hundred of its own.
_own = itertools.count(10_000 + os.getpid() % 200 * 100)


def free_port() -> int:
    """A port on which nobody listens, never given twice: it may be opened much later."""
    for port in _own:
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("an endless count has ended")
