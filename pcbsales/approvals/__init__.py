"""Authority: who may decide what, what waits for whose decision, and who decided it."""
