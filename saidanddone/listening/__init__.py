"""What was said: conversations in; acts of vulnerability, how they were met, and promises out (MISSION S2, S3, S8, T5)."""
