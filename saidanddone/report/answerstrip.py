"""How people answered one half, drawn small: three steps, or a mean on its scale; rounds before it in a row (S10).

A band is a place among three and never a length, so that no mean can be read off it. The halves differ in texture and
lightness, not hue alone: trust is solid, safety hatched, being asked and heard ruled across.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from saidanddone.diagnosis.pulse import Answered
from saidanddone.report.tokens import FONT, LIGHT
from saidanddone.survey.bands import BANDS, CUTS

__all__ = ["EARLIER_DRAWN", "drawn_answers", "drawn_halves"]

EARLIER_DRAWN: Final = 5
"""So many rounds before the newest are drawn, the latest of them."""

_LOOKS: Final = {
    "trust": (LIGHT.trust_soft, LIGHT.trust, None),
    "safety": (LIGHT.safety_soft, LIGHT.safety, "hatched"),
    "engagement": (LIGHT.open_soft, LIGHT.open, "ruled"),
}
"""A half -> its ground, its edge, and how strokes of that edge run over the ground."""

_WIDE: Final = 300.0
_BAR: Final = 16.0
_SMALL_BAR: Final = 9.0
_SMALL: Final = 48.0
_GAP: Final = 15.0
_AROUND: Final = 12.0
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def drawn_answers(newest: Answered, earlier: Sequence[Answered] = (), zone: tzinfo = UTC) -> str:
    """The answer and those of earlier rounds as one ``<svg>`` element sized by its ``viewBox``.

    Args:
        newest: of the newest round. earlier: of the same half, oldest first. zone: whose days are written.
    """
    parts, high = _row(newest, earlier, zone)
    return _svg(parts, high)


def drawn_halves(newest: Sequence[tuple[str, Answered]], earlier: Sequence[Answered] = (), zone: tzinfo = UTC) -> str:
    """Several halves under one another, each under its name, as a file of its own.

    Args:
        newest: name and answer of each half. earlier, zone: as for :func:`drawn_answers`.
    """
    parts, at = list[str](), 0.0
    for name, one in newest:
        row, high = _row(one, earlier, zone)
        head = _text(1, 14, name, LIGHT.ink, 14, "start")
        parts.append(f'<g transform="translate(0 {at:g})">{head}<g transform="translate(0 20)">{"".join(row)}</g></g>')
        at += high + 34
    wide, high = _WIDE + 2 * _AROUND, max(1.0, at) + 2 * _AROUND
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:g}" height="{high:g}" viewBox="0 0 {wide:g} {high:g}" '
        f'font-family="{html.escape(FONT)}"><rect width="{wide:g}" height="{high:g}" fill="{LIGHT.paper}"/>'
        f'<g transform="translate({_AROUND:g} {_AROUND:g})">{"".join(parts)}</g></svg>'
    )


def _svg(parts: Sequence[str], high: float) -> str:
    box = f'viewBox="0 0 {_WIDE:g} {high:g}"'
    return f'<svg {box} aria-hidden="true" focusable="false">{"".join(parts)}</svg>'


def _row(newest: Answered, earlier: Sequence[Answered], zone: tzinfo) -> tuple[list[str], float]:
    """One half, and how high it comes to be."""
    parts = [*_one(newest, 1.0, 2.0, _WIDE - 2, _BAR), *_ends(newest, 2.0 + _BAR + 15)]
    shown = [one for one in earlier if one.half == newest.half][-EARLIER_DRAWN:]
    high = 2.0 + _BAR + 22
    if shown:
        top = high + 22
        parts.append(_text(1, high + 13, "before", LIGHT.muted, 12, "start"))
        for place, one in enumerate(shown):
            left = 1 + place * (_SMALL + _GAP)
            parts += _one(one, left, top, _SMALL - 2, _SMALL_BAR)
            parts.append(_text(left + _SMALL / 2 - 1, top + _SMALL_BAR + 14, _when(one, newest, zone), LIGHT.muted, 12))
        high = top + _SMALL_BAR + 20
    return parts, high


def _one(one: Answered, left: float, top: float, wide: float, high: float) -> list[str]:
    """Three steps with one filled; or, where a mean may be told, its scale."""
    if one.mean is not None and one.low is not None and one.high is not None:
        return _scaled(one, (one.low, one.mean, one.high), left, top, wide, high)
    ground, edge, strokes = _LOOKS.get(one.half, _LOOKS["engagement"])
    step, parts = wide / len(BANDS), []
    for place in range(len(BANDS)):
        x, full = left + place * step, place == one.band
        parts.append(
            f'<rect x="{x:.1f}" y="{top:g}" width="{step:.1f}" height="{high:g}" '
            f'fill="{ground if full else LIGHT.track}" stroke="{LIGHT.muted}" stroke-width="0.7"/>'
        )
        if full:
            parts.append(_strokes(x, top, step, high, edge, strokes))
            parts.append(
                f'<rect x="{x + 0.8:.1f}" y="{top + 0.8:g}" width="{step - 1.6:.1f}" height="{high - 1.6:g}" '
                f'fill="none" stroke="{edge}" stroke-width="2"/>'
            )
    return parts


def _scaled(
    one: Answered, figure: tuple[float, float, float], left: float, top: float, wide: float, high: float
) -> list[str]:
    ground, edge, strokes = _LOOKS.get(one.half, _LOOKS["engagement"])
    least, most = one.scale
    low, mean, up = (left + wide * (x - least) / (most - least) for x in figure)
    cuts = "".join(f"M{left + wide * cut:.1f} {top:g}V{top + high:g}" for cut in CUTS)
    r, thick = high * 0.42, f'stroke-width="{2.5 if high > _SMALL_BAR else 1.8}"'
    return [
        f'<rect x="{left:.1f}" y="{top:g}" width="{wide:.1f}" height="{high:g}" fill="{LIGHT.track}"/>',
        f'<rect x="{low:.1f}" y="{top:g}" width="{max(1.0, up - low):.1f}" height="{high:g}" fill="{ground}"/>',
        _strokes(low, top, up - low, high, edge, strokes),
        f'<path d="{cuts}" stroke="{LIGHT.muted}" stroke-width="1" stroke-dasharray="2 2"/>',
        f'<circle cx="{mean:.1f}" cy="{top + high / 2:g}" r="{r:g}" fill="{LIGHT.paper}" stroke="{edge}" {thick}/>',
    ]


def _ends(one: Answered, y: float) -> list[str]:
    """What is written under it: the three steps' names, or the ends of the scale and where the steps part."""
    wide = _WIDE - 2
    if one.mean is None:
        step = wide / len(BANDS)
        return [
            _text(1 + (place + 0.5) * step, y, name, LIGHT.ink if place == one.band else LIGHT.muted)
            for place, name in enumerate(BANDS)
        ]
    low, high = one.scale
    named = [_text(1 + wide * cut, y, f"{low + cut * (high - low):g}", LIGHT.muted) for cut in CUTS]
    return [
        _text(1, y, f"{low:g}", LIGHT.muted, anchor="start"),
        *named,
        _text(1 + wide, y, f"{high:g}", LIGHT.muted, anchor="end"),
    ]


def _strokes(left: float, top: float, wide: float, high: float, colour: str, how: str | None) -> str:
    """Strokes over a part: slanting, or level; none where it is solid."""
    if how is None or wide < 1:
        return ""
    if how == "ruled":
        lines = [f"M{left:.1f} {top + high * at:.1f}H{left + wide:.1f}" for at in (0.3, 0.7)]
        return f'<path d="{"".join(lines)}" stroke="{colour}" stroke-width="1"/>'
    told, at = [], left - high
    while at < left + wide:
        start, end = max(at, left), min(at + high, left + wide)
        if end - start > 0.5:
            told.append(f"M{start:.1f} {top + high - (start - at):.1f}L{end:.1f} {top + high - (end - at):.1f}")
        at += 5.0
    return f'<path d="{"".join(told)}" stroke="{colour}" stroke-width="1.3"/>'


def _when(one: Answered, newest: Answered, zone: tzinfo) -> str:
    """The day it closed in as few signs as fit: of another year its month and year."""
    start = datetime(1970, 1, 1, tzinfo=UTC)
    on, now = ((start + timedelta(microseconds=each.closed_us)).astimezone(zone) for each in (one, newest))
    name = _MONTHS[on.month - 1]
    return f"{on.day} {name}" if on.year == now.year else f"{name} {on.year % 100:02d}"


def _text(x: float, y: float, said: str, colour: str, size: int = 13, anchor: str = "middle") -> str:
    return f'<text x="{x:.1f}" y="{y:g}" text-anchor="{anchor}" font-size="{size}" fill="{colour}">{said}</text>'
