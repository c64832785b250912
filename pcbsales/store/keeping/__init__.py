"""The ledger as a whole: founded, backed up, restored, moved to a newer format."""
