"""Other ears behind the same protocol, off by default: sentence embeddings, and a language model on one's own machine."""
