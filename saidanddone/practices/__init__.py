"""What to do tomorrow: for each finding one practice, with words to say, words to avoid, and when to leave it alone."""
