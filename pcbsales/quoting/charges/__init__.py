"""What is asked beside the price of boards: once, by weight, and what may be delivered."""
