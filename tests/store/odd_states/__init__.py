"""Odd states of repository, environment and files: one table that tests and docs are made from."""
