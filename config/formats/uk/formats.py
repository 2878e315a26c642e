"""As in English: a comma for a point would be another number to whoever compares two pages."""

from config.formats.en.formats import *  # noqa: F403

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 0
