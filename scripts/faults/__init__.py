"""Faults on purpose: what a write leaves behind when it is killed, starved, cut off or crowded."""
