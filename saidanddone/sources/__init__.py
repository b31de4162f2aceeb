"""One reader per format; each returns what it read and what it could not, and never raises for a bad row."""
