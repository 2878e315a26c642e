"""The index of words: one document for each item, in each database's own full text."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from catalog.models.item import Item
from catalog.words.asked import ANY, case_term
from catalog.words.folding import words_in

if TYPE_CHECKING:
    _TextField = models.TextField["Document", "Document"]
else:
    _TextField = models.TextField

# PostgreSQL knows no place beyond 16,383 in a document and no more than 255 of one word.
MOST_WORDS = 10_000
MOST_OF_A_WORD = 255


class Document(tuple[str, ...]):
    """The folded words of an item in their order. A phrase never runs across an ``ANY``."""

    @classmethod
    def of(cls, case_id: int, texts: Iterable[str]) -> "Document":
        """The document of an item from its texts, the weightiest first."""
        words = [case_term(case_id), ANY]
        seen: Counter[str] = Counter()
        for word in islice(_flow(texts), MOST_WORDS):
            seen[word] += 1
            words.append(word if seen[word] <= MOST_OF_A_WORD else ANY)
        return cls(words)

    def for_postgresql(self) -> str:
        """As ``tsvector`` reads it."""
        placed = (f"'{word}':{at}" for at, word in enumerate(self, 1) if word != ANY)
        return " ".join([f"'{ANY}'", *placed])


def _flow(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from (word.folded for word in words_in(text))
        yield ANY


class DocumentField(_TextField):
    """A document. It is written whole and asked with ``matches``; nobody reads it back."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """The column's type, on SQLite that of a virtual table."""
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_db_prep_value(
        self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False
    ) -> str:
        """The words as this database indexes them."""
        del prepared
        return value.for_postgresql() if connection.vendor == "postgresql" else " ".join(value)


@DocumentField.register_lookup
class Matches(models.Lookup):
    """Whether a document answers what was ``Asked``."""

    lookup_name = "matches"
    prepare_rhs = False

    def as_sqlite(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        """FTS5's own operator."""
        column, params = self.process_lhs(compiler, connection)
        return f"{column} MATCH %s", [*params, self.rhs.for_sqlite()]

    def as_postgresql(
        self, compiler: Any, connection: BaseDatabaseWrapper
    ) -> tuple[str, list[Any]]:
        """Answered by the GIN index."""
        column, params = self.process_lhs(compiler, connection)
        return f"{column} @@ %s::tsquery", [*params, self.rhs.for_postgresql()]


class Words(models.Model):
    """What an item can be found by. Derived: ``catalog.index`` writes it.

    On SQLite this is an FTS5 table whose row number is the item's, so that hits stream in the
    order of the items, newest first; on PostgreSQL a ``tsvector`` under a GIN index.
    """

    item = models.OneToOneField(
        Item, on_delete=models.CASCADE, primary_key=True, db_column="rowid", related_name="words"
    )
    document = DocumentField()

    def __str__(self) -> str:
        return f"words of item {self.pk}"
