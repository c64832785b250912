"""Open quotations that a change touches."""
