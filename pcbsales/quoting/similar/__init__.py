"""Boards like another one, what they were quoted at, and the same board quoted again."""
