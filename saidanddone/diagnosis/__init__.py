"""One question in, one answer out: what the evidence says of whom, before anyone may see it."""
