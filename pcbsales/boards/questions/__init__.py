"""Engineering questions (EQ, 工程问客): put to the customer, answered, and what they hold up."""
