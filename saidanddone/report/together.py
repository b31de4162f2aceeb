"""How leaders stand together, told to somebody above them: three rounded figures, and nobody's own (PRIVACY 1)."""

from __future__ import annotations

from saidanddone.privacy.release import Distribution
from saidanddone.report.doing import Told
from saidanddone.report.words import count_of, percent, share

__all__ = ["claim_together", "doing_together", "of_together", "together"]


def doing_together() -> Told:
    """What somebody above the leaders may do with it, words to say, and why."""
    return Told(
        "Leave each leader their own page, unread, and ask all of them together what would help them keep what they "
        "promise.",
        "I see how you stand together, and none of you alone. What would make it easier to hold a date?",
        "Above a leader there is nothing but this. Figures with a name on them would be used on somebody, and "
        "promises would then be made to be counted.",
    )


def claim_together(found: Distribution) -> str:
    """The answer in one clause: where the middle one stands, and the middle half."""
    low, middle, high = (percent(p) for p in found.quartiles)
    half = f"the middle half at about {low}" if low == high else f"the middle half between {low} and {high}"
    return f"Of {count_of(found.leaders, found.kind)}, the middle one keeps about {middle} of what is promised, {half}"


def together(found: Distribution) -> tuple[str, ...]:
    """What the figures are, what they cannot tell, and for whom they are."""
    limits = (
        f"Each figure is the chance that the next promise is kept, rounded to steps of {share(found.step)}. "
        "Neither the least nor the most is told, nor who stands where, nor any row: five who all keep nearly "
        "everything and five of whom one keeps nearly nothing give the same three figures."
    )
    return f"{claim_together(found)}, held against the line of {percent(found.line)}.", limits, f"For {found.audience}."


def of_together(found: Distribution) -> str:
    """The band in words."""
    low, middle, high = (percent(p) for p in found.quartiles)
    half = f"the middle half from {low} to {high}"
    who = f"{count_of(found.leaders, found.kind)} together"
    return f"Trust, {who}: the middle one at {middle}, {half}, held against the line of {percent(found.line)}."
