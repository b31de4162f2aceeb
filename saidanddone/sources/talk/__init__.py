"""Talk out of files that a meeting leaves behind: transcripts, captions, a chat beside them, and when it was."""
