"""The ledger's repository: how git is called, what it is trusted with, when it may be written."""
