"""Teams that behave as the theory says, for tests and the demonstration."""
