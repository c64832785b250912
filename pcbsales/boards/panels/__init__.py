"""Working panels: how many boards or customers' arrays go on one, and how near the next step is."""
