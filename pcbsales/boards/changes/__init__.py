"""What changes: revisions of a part, its data, what its customer requires."""
