"""Price books looked through: where more costs less, what has no rule, what has two."""
