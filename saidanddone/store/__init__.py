"""Keep evidence, and sum it where it lives."""
