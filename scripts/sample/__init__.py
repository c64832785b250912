"""Draws the sample: a fictional board maker's ledger and a customer's fabrication data.

Everything follows from the seed: no clock, no environment, the same bytes each time.
"""
