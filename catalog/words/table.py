"""The table of the word index, which each database makes in its own way."""

from typing import Any

from django.db.migrations.operations.models import CreateModel

_FTS5 = (
    "CREATE VIRTUAL TABLE {table} USING fts5("
    # Words are folded before they come here; '=' marks cases and the ends of parts.
    "document, tokenize=\"ascii tokenchars '='\", "
    # Beginnings are asked for while somebody types. No hit is ranked by length.
    "prefix='2 3', columnsize=0)"
)


class CreateWordIndex(CreateModel):
    """``CreateModel`` that makes an FTS5 table on SQLite, and adds the index on PostgreSQL."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Make the table."""
        table = f"{app_label}_{self.name_lower}"
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(_FTS5.format(table=schema_editor.quote_name(table)))
            return
        super().database_forwards(app_label, schema_editor, from_state, to_state)
        # Without a list of what is pending a write costs more and a search never reads one.
        schema_editor.execute(
            f"CREATE INDEX {table}_by_word ON {table} USING gin (document) WITH (fastupdate = off)"
        )
