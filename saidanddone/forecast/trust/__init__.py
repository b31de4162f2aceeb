"""Trust: the probability that the next commitment is kept, by a panel of forecasters trusted by their own record."""
