"""What people answered: items, the graded response model on an exact grid, agreement, episodes (MODEL §3)."""
