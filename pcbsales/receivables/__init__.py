"""Receivables: invoices, credit notes, payments, settlement, ageing."""
