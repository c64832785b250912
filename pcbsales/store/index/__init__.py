"""The index: a throw-away SQLite database derived from the records, and how it stays fresh."""
