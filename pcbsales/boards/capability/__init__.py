"""What the factory can build, and what stands against a board before it is quoted (DFM)."""
