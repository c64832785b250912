"""Commands on the whole ledger, and the verbs that every noun has."""
