"""What was seen: immutable, dated, traceable records, one module a kind, each with its Arrow schema."""
