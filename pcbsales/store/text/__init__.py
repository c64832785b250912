"""A record file's text: read strictly, rewritten without disturbing what a person wrote."""
