"""Prices that follow metals and currencies, by dated clauses."""
