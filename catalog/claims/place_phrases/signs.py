"""Brings the many signs for degree, minute, second and minus to one form."""

import unicodedata

from catalog.claims.invisible import without_invisible

_SIGNS = {
    **dict.fromkeys("º˚∘ᵒ", "°"),
    **dict.fromkeys("′’‘ʹ´`ʼ", "'"),
    **dict.fromkeys("″”“„ʺ", '"'),
    **dict.fromkeys("٫·", "."),
    **dict.fromkeys("\u00ad\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
}


def one_form(text: str) -> str:
    """The text with one kind of space, digit, minus, degree, minute and second sign."""
    text = "".join(_SIGNS.get(character, character) for character in without_invisible(text))
    text = "".join(_plain(character) for character in unicodedata.normalize("NFKC", text))
    return " ".join(text.replace("''", '"').split())


def _plain(character: str) -> str:
    return str(unicodedata.decimal(character)) if character.isdecimal() else character
