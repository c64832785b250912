"""What was quoted, priced again by two books: what a new book would change."""
