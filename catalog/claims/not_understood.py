"""The refusals of every reader of human phrases."""


class NotUnderstood(ValueError):
    """A phrase that was not read. The message says what was not understood and what would be."""


class DayMissing(NotUnderstood):
    """A phrase that counts from the day on which it was said, and nobody said which that was."""


class DayUnsaid(DayMissing):
    """Such a phrase that names no day whatever, as 02:27 does."""
