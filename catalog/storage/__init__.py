"""Where bytes lie. Everything is named by its SHA-256, so a name says what is inside."""
