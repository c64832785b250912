"""Writing: one decision, one commit, whatever happens on the way."""
