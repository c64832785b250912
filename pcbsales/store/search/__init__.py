"""Searching all records for words as people type them."""
