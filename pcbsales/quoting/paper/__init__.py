"""A quotation as the customer reads it."""
