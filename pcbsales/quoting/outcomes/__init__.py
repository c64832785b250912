"""What became of quotations: ordered or lost, and what that says of a year."""
