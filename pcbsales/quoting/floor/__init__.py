"""The price floor: how far below the book who may quote."""
