"""Languages: message catalogues, numbers and dates by locale."""
