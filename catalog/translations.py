"""What there is to translate, and whether the translations say all of it.

Words are marked where they stand: ``{% translate %}`` and ``{% blocktranslate %}`` in templates,
``gettext`` and its kin in Python and in the scripts. The .po files beside hold the translations;
set-up compiles them.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS
from babel.messages.extract import extract as extract_from
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

DOMAINS = ("django", "djangojs")
LANGUAGES = ("uk", "ru")
ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "catalog" / "locale"

_KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}
_PLACEHOLDER = re.compile(r"%\(\w+\)s|%%")
# Markup, and what would break the attribute a sentence may stand in.
_MARKUP = re.compile(r"<[^>]*>|[\"<>]|&\w+;")


def extract(domain: str) -> Catalog:
    """All words of the pages (``django``) or of the scripts (``djangojs``) that are marked."""
    found = Catalog(domain=domain, fuzzy=False)
    if domain == "djangojs":
        sources = [(path, "javascript") for path in _files("catalog/static/sightline", "*.js")]
    else:
        sources = [
            (path, "python") for folder in ("catalog", "config") for path in _files(folder, "*.py")
        ]
        sources += [(path, "template") for path in _files("catalog", "*.html")]
    for path, kind in sources:
        text = path.read_text(encoding="utf-8")
        if kind == "template":
            # Its words come out as calls; the indentation of the page means nothing.
            text = "\n".join(line.lstrip() for line in templatize(text).splitlines())
            kind = "python"
        options = {"encoding": "utf-8"}
        for _, message, _, context in extract_from(
            kind, BytesIO(text.encode()), _KEYWORDS, (), options
        ):
            found.add(message, None, [(str(path.relative_to(ROOT)), 0)], context=context)
    return found


def update(language: str, domain: str, said: Catalog) -> None:
    """Add what is new to a .po file, empty, and leave out what is said no longer."""
    path = _path(language, domain)
    kept = read(language, domain) if path.exists() else Catalog(locale=language, domain=domain)
    begun = kept.creation_date
    kept.update(said, no_fuzzy_matching=True)
    # What is not new leaves the file as it was, to the byte.
    kept.creation_date, kept.fuzzy = begun, False
    write(language, domain, kept)


def write(language: str, domain: str, kept: Catalog) -> None:
    """Keep the translations, in the order of the files that the words stand in."""
    with _path(language, domain).open("wb") as file:
        write_po(
            file, kept, width=100, include_lineno=False, ignore_obsolete=True, sort_by_file=True
        )


def read(language: str, domain: str) -> Catalog:
    """The translations into a language."""
    with _path(language, domain).open("rb") as file:
        return read_po(file, locale=language, domain=domain)


def gaps(language: str, domain: str, said: Catalog) -> Iterator[str]:
    """Every word without a translation that can be shown, and what is wrong with it."""
    kept = read(language, domain)
    for message in said:
        if message.id:
            found = kept.get(message.id, message.context)
            if fault := "missing" if found is None else _fault(found, kept.num_plurals):
                yield f"{fault}: {message.id!r}"


def _fault(message: Message, plurals: int) -> str:
    ids = [str(one) for one in (message.id if message.pluralizable else (message.id,))]
    said = message.string if isinstance(message.string, tuple) else (message.string,)
    strings = [str(one or "") for one in said]
    if message.fuzzy:
        return "fuzzy"
    if not all(strings) or len(strings) != (plurals if message.pluralizable else 1):
        return "not translated"
    for pattern, words in ((_PLACEHOLDER, "other placeholders"), (_MARKUP, "other markup")):
        wanted = {tuple(sorted(pattern.findall(one))) for one in ids}
        if any(tuple(sorted(pattern.findall(one))) not in wanted for one in strings):
            return words
    return ""


def _files(folder: str, pattern: str) -> list[Path]:
    return sorted(path for path in (ROOT / folder).rglob(pattern) if "migrations" not in path.parts)


def _path(language: str, domain: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / f"{domain}.po"
