"""Prices agreed with a customer for a time: bands of quantity, cost-downs, clauses."""
