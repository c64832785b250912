"""What a customer requires of every board, and since when."""
