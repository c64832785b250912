"""Renders and transports: Jinja environments, Typst paper, terminal tables. Owns no record."""
