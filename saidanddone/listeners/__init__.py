"""Other ears behind the same protocol, off by default: sentence embeddings, and one's own language model."""
