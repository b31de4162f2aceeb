"""Both halves in characters: the band of speaking up on trust's scale, and the map of the four situations (Q1, Q2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from saidanddone.forecast.quadrant import Situation
from saidanddone.forecast.safety.result import SafetyForecast
from saidanddone.report.bands import Signs, drawn_band, empty_band
from saidanddone.report.safetywords import SITUATION_NAMES, safety_look
from saidanddone.report.tokens import STATES
from saidanddone.report.words import known, percent

__all__ = ["four_cells", "in_short", "safety_band", "safety_figures", "under_lines"]

_CELL: Final = 22
_FULL: Final = 12
"""Signs a situation with all the probability would be drawn with."""


def safety_band(safety: SafetyForecast | None, width: int, signs: Signs) -> str:
    """Voice as a band, ``width`` characters from 0 to 100 %: the same scale as trust's, never added to it."""
    if safety is None:
        return empty_band(width, signs)
    look, state = safety_look(safety), STATES[safety_look(safety)]
    if look == "none" or safety.voice is None:
        return empty_band(width, signs)
    low, mean, high = known(safety.voice.low), known(safety.voice.mean), known(safety.voice.high)
    if mean is None:
        return empty_band(width, signs)
    return drawn_band(low, mean, high, safety.line, width, signs, state.plain_sign if signs.plain else state.sign)


def safety_figures(safety: SafetyForecast | None) -> str:
    """The band in figures; empty where there is nothing."""
    if safety is None or safety.voice is None or safety_look(safety) == "none":
        return ""
    return f"{percent(safety.voice.mean)} ({percent(safety.voice.low)}-{percent(safety.voice.high)})"


def under_lines(lines: Sequence[float], wide: int, signs: Signs) -> list[str]:
    """What each line is, written under it; on one row where there is room for all."""
    rows: list[str] = []
    for line in sorted(set(lines)):
        text = f"{signs.line} {percent(line)} line"
        at = min(wide - len(text), max(0, round(line * (wide - 1))))
        if rows and len(rows[-1]) < at:
            rows[-1] = rows[-1].ljust(at) + text
        else:
            rows.append(" " * at + text)
    return rows


def four_cells(situation: Situation, signs: Signs) -> list[str]:
    """The four situations as four cells, trust growing to the right and speaking up upwards; empty without both halves.

    The likeliest is framed by what it is made of: as many signs as its probability deserves, and its percentage.
    """
    p = situation.p
    if p is None:
        return []
    down, across, ink = ("|", "-", "#") if signs.plain else ("│", "─", "▒")
    corners = ["+++", "+++", "+++"] if signs.plain else ["┌┬┐", "├┼┤", "└┴┘"]

    def rule(signs_of: str) -> str:
        return (across * _CELL).join(signs_of)

    def row(left: str, right: str) -> list[str]:
        cells = []
        for name in (left, right):
            amount = ink * round(_FULL * p[name])
            cells.append((f" {SITUATION_NAMES[name]}".ljust(_CELL), f" {percent(p[name]):>3} {amount}".ljust(_CELL)))
        return [f"{down}{cells[0][line]}{down}{cells[1][line]}{down}" for line in (0, 1)]

    grid = [
        rule(corners[0]), *row("said_not_done", "both"), rule(corners[1]), *row("neither", "done_not_said"),
        rule(corners[2]),
    ]  # fmt: skip
    margin = ["", "", "said", "  ^" if signs.plain else "  ▲", "", "", ""]
    grid = [f"  {side:6}{line}" for side, line in zip(margin, grid, strict=True)]
    return [*grid, f"  {'':6}{'done ' + ('>' if signs.plain else '►'):>{2 * _CELL + 3}}"]


def in_short(situation: Situation | None) -> str:
    """The situation in at most nineteen characters, for a table of many; the bands beside it tell each half.

    >>> from saidanddone.forecast.quadrant import situation
    >>> in_short(situation(0.9, None, trust_line=0.8, safety_line=0.5, decided=0.8)), in_short(None)
    ('not settled', 'not settled')
    """
    return "not settled" if situation is None or situation.which is None else SITUATION_NAMES[situation.which]
