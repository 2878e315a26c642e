"""What keeps the processes from running."""


class StackFailed(Exception):
    """The processes cannot start; the message is one sentence with what to do."""
