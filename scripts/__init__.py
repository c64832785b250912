"""What the project's keepers run: the sample ledger, the journals, the timings."""
