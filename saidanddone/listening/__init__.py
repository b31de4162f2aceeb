"""What was said: conversations in; acts of vulnerability, how each was met, and promises out (S2, S3, S8, T5)."""
