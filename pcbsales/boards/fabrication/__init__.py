"""Fabrication data: a customer's Gerber and drill files, read into what a quotation needs."""
