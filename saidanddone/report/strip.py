"""A forecast's band as markup: interval, middle and line on a scale of 0 to 100 %, alike for both halves."""

from __future__ import annotations

from saidanddone.report.markup import Markup, element, joined_markup
from saidanddone.report.sentences import NOTHING_YET
from saidanddone.report.words import known

__all__ = ["strip"]


def strip(
    look: str,
    low: float | None,
    middle: float | None,
    high: float | None,
    *,
    said: str,
    line: tuple[float, str] | None = None,
    kind: str = "",
    nothing: str = NOTHING_YET,
    scale: bool = True,
) -> Markup:
    """One band; an empty one says in words that it is.

    Args:
        look: a key of ``tokens.STATES``, or ``empty``: the half there is nothing of.
        low, middle, high: 0..1. said: the band in words.
        line: where the line stands, and what is written over it. kind: further classes, such as whose half it is.
        scale: write its ends.
    """
    low, middle, high = known(low), known(middle), known(high)
    inside: list[Markup] = []
    if look in ("none", "empty") or middle is None:
        look = "empty" if look == "empty" else "none"
        inside.append(element("i", nothing, class_="nothing"))
    else:
        if low is not None and high is not None:
            inside.append(element("i", class_="interval", style=f"left:{_at(low)};right:{_at(1 - high)}"))
        inside.append(element("i", class_="middle", style=f"left:{_at(middle)}"))
    if line is not None:
        inside.append(element("i", class_="line", style=f"left:{_at(line[0])}", data_said=line[1]))
    ends = joined_markup(element("i", "0", class_="end low"), element("i", "100%", class_="end high"))
    classes = " ".join(part for part in ("band", look, kind) if part)
    return element("div", *inside, ends if scale else "", class_=classes, role="img", aria_label=said)


def _at(p: float) -> str:
    return f"{100 * min(1.0, max(0.0, p)):.1f}%"
