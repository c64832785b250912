"""Quoting: price books, pricing, lead times, quotations."""
