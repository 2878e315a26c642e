"""The one refusal of every reader of human phrases."""


class NotUnderstood(ValueError):
    """A phrase that was not read. The message says what was not understood and what would be."""
