"""The sales desk of a bare-board maker: a toolkit over a plain-text ledger kept in git."""

__version__ = "0.1.0"
