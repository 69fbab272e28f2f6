"""Floor 6: what is kept: the store with its append-only ledger, and the work on many case files."""
