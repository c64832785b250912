"""A controller board of 100 x 68 mm, drawn as a CAD program would export it."""
