"""The conversation review: how speaking up was met in a conversation, as page, PDF, terminal, and the words."""
