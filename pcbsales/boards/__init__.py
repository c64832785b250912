"""Boards: parts and revisions, their specification, and the fabrication data they come from."""
