"""What an order costs and how long it takes, by the sheets in force or as asked for."""
