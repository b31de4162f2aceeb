"""Safety: the forecast that an act of vulnerability is met well, spoken or not (MODEL §2, MISSION S1-S9)."""
