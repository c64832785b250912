"""Price books and lead-time tables: dated sheets, and finding the rule that applies."""
