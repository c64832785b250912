"""Languages: which there are, what the program says in them, numbers and dates by locale."""
