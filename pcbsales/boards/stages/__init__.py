"""Sample, pilot, volume: what a revision is released for, and changes that need consent (PCN)."""
