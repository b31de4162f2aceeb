"""Which of four situations a team is in: the independent product of two forecasts that are never blended (MODEL §4).

Evidence of one axis never moves the other: a situation's probability is P(trust on its side) × P(safety on its side).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

__all__ = ["HALVES", "SITUATIONS", "Earlier", "Situation", "situation"]

SITUATIONS: Final = ("both", "done_not_said", "said_not_done", "neither")
"""Both; done but not said ('benevolent dictatorship'); said but not done ('all talk'); neither (Q2)."""

HALVES: Final = ("trust", "safety")


@dataclass(frozen=True, slots=True)
class Earlier:
    """The same team on an earlier day, told with today's eyes, for the path on the map.

    Attributes:
        on_us: that day. trust, safety: quantiles of both forecasts at ``forecast.quantiles.QUANTILES``; a half is
            empty where there was nothing to go on. p: probabilities of :data:`SITUATIONS`, None without both halves.
    """

    on_us: int
    trust: tuple[float, ...] = field(repr=False)
    safety: tuple[float, ...] = field(repr=False)
    p: Mapping[str, float] | None


@dataclass(frozen=True, slots=True)
class Situation:
    """Which situation, how surely, and which half is missing.

    Attributes:
        state: ``decided`` (both axes are) | ``half`` (one is) | ``open`` (neither: not enough evidence yet).
        which: one of :data:`SITUATIONS` when decided; None otherwise.
        p: probability of each situation, summing to 1; None where one half has nothing to go on.
        sides: half -> ``above`` | ``below`` | ``undecided`` | ``nothing``.
        missing: the half that is known to be below its line, ``both`` or None; the rest of the job (Q3).
        undecided: halves that are not decided, in the order their evidence would narrow the answer most.
        trust_line, safety_line: the lines. at_lines: the same at other safety lines, as (line, state, which, p).
        first: the half whose lever comes first, and why: ``reason`` one of ``trust_first`` (safety usually builds on
            trust), ``safety_only`` (trust holds), ``trust_only`` (safety holds), ``keep`` (both hold), ``look``
            (nothing is decided: see first) (Q4).
        earlier: the path, oldest first.
    """

    state: str
    which: str | None
    p: Mapping[str, float] | None
    sides: Mapping[str, str]
    missing: str | None
    undecided: tuple[str, ...]
    trust_line: float
    safety_line: float
    at_lines: tuple[tuple[float, str, str | None, Mapping[str, float] | None], ...]
    first: str | None
    reason: str
    earlier: tuple[Earlier, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The contract's ``situation`` object (schema diagnosis/1)."""
        return {
            "state": self.state,
            "which": self.which,
            "p": None if self.p is None else dict(self.p),
            "sides": dict(self.sides),
            "missing": self.missing,
            "undecided": list(self.undecided),
            "lines": {"trust": self.trust_line, "safety": self.safety_line},
            "at_lines": [
                {"safety_line": line, "state": state, "which": which, "p": None if p is None else dict(p)}
                for line, state, which, p in self.at_lines
            ],
            "first": self.first,
            "reason": self.reason,
            "earlier": [
                {"on_us": e.on_us, "trust": [*e.trust], "safety": [*e.safety], "p": None if e.p is None else dict(e.p)}
                for e in self.earlier
            ],
        }  # fmt: skip


def _product(trust: float | None, safety: float | None) -> dict[str, float] | None:
    if trust is None or safety is None:
        return None
    return {
        "both": trust * safety,
        "done_not_said": trust * (1.0 - safety),
        "said_not_done": (1.0 - trust) * safety,
        "neither": (1.0 - trust) * (1.0 - safety),
    }


def _side(p: float | None, decided: float) -> str:
    if p is None:
        return "nothing"
    return "above" if p >= decided else "below" if p <= 1.0 - decided else "undecided"


_WHICH: Final = {
    ("above", "above"): "both",
    ("above", "below"): "done_not_said",
    ("below", "above"): "said_not_done",
    ("below", "below"): "neither",
}


def _decided_by(sides: Mapping[str, str]) -> tuple[str, str | None]:
    both = (sides["trust"], sides["safety"])
    if both in _WHICH:
        return "decided", _WHICH[both]
    return ("half" if any(side in ("above", "below") for side in both) else "open"), None


def situation(
    trust: float | None,
    safety: float | None,
    *,
    trust_line: float,
    safety_line: float,
    decided: float,
    at_lines: tuple[tuple[float, float], ...] = (),
    narrows: Mapping[str, float] | None = None,
    earlier: tuple[Earlier, ...] = (),
    open_halves: tuple[str, ...] = (),
) -> Situation:
    """The situation of one team.

    Args:
        trust: P(rate kept >= ``trust_line``). safety: P(Voice >= ``safety_line``). None where nothing is known.
        decided: an axis is decided at this probability of one side (.80).
        at_lines: other safety lines and P(Voice above them). narrows: half -> by how much its next observation would
            narrow the answer, for the order of what is undecided.
        open_halves: halves that rest on too little, or too wide an interval, to be decided at any probability.

    >>> found = situation(0.95, 0.1, trust_line=0.8, safety_line=0.5, decided=0.8)
    >>> found.which, found.missing, found.reason, round(found.p["done_not_said"], 3)
    ('done_not_said', 'safety', 'safety_only', 0.855)
    >>> situation(0.95, 0.5, trust_line=0.8, safety_line=0.5, decided=0.8).state
    'half'
    """
    trust_needs, safety_needs = (2.0 if half in open_halves else decided for half in HALVES)
    sides = {"trust": _side(trust, trust_needs), "safety": _side(safety, safety_needs)}
    state, which = _decided_by(sides)
    below = tuple(half for half in HALVES if sides[half] == "below")
    undecided = [half for half in HALVES if sides[half] in ("undecided", "nothing")]
    if narrows:
        undecided.sort(key=lambda half: -narrows.get(half, 0.0))
    first, reason = _lever(sides)
    return Situation(
        state=state,
        which=which,
        p=_product(trust, safety),
        sides=sides,
        missing=None if not below else "both" if len(below) == 2 else below[0],
        undecided=tuple(undecided),
        trust_line=trust_line,
        safety_line=safety_line,
        at_lines=tuple(
            (line, *_decided_by(sides | {"safety": _side(p, safety_needs)}), _product(trust, p)) for line, p in at_lines
        ),
        first=first,
        reason=reason,
        earlier=earlier,
    )


def _lever(sides: Mapping[str, str]) -> tuple[str | None, str]:
    """The half to work on first: never quantity for a quality problem nor the reverse (B3); trust carries (Q4)."""
    trust, safety = sides["trust"], sides["safety"]
    if trust == "below":
        return "trust", "trust_only" if safety == "above" else "trust_first"
    if safety == "below":
        return "safety", "safety_only"
    if trust == "above" and safety == "above":
        return None, "keep"
    return None, "look"
