"""What the product does, as functions: one verb a file, and the same verbs in Python and on the command line."""
