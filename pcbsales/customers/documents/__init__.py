"""Customers' own specifications, answered clause by clause."""
