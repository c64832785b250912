"""Quotations: what was offered to whom, at which prices, until when."""
