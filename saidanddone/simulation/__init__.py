"""An invented organisation whose true rates are known, for tests and the demonstration."""
