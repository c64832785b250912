"""One part at several quantities, lead times and options: prices side by side."""
