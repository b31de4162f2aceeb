"""Tallies in, probabilities out: trust, safety, and the four situations they make together."""
