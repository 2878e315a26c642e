"""What can be wrong with a file, told apart from what can be wrong with us."""


class Unreadable(Exception):
    """The file's own fault: a finding, final, shown to analysts word for word.

    The message is one plain sentence that names the cause, for example
    "The file is cut off: its index (moov) is missing."
    """


class Stopped(Exception):
    """The work was asked to stop: a person cancelled it or the lease was lost."""


class Invalid(ValueError):
    """A value that cannot be true, for example a latitude of 91 degrees."""
