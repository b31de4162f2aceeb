"""A released diagnosis, told: in words, in a terminal, in charts and on a page (REPORT)."""
