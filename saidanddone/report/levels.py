"""How moments of speaking up were met, as one small bar: five levels told apart by texture, labels where they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from saidanddone.report.tokens import LIGHT

__all__ = ["NAMES", "drawn_levels"]

NAMES: Final[dict[int, str]] = {1: "held against", 2: "passed over", 3: "answered", 4: "taken up", 5: "asked for more"}
"""A level in as few words as fit under its part of the bar; the page says it in full beside it."""

_LOOKS: Final = {
    1: (LIGHT.broken, None), 2: (LIGHT.broken_soft, LIGHT.broken), 3: (LIGHT.track, None),
    4: (LIGHT.safety_soft, LIGHT.safety), 5: (LIGHT.safety, None),
}  # fmt: skip
"""A level -> its ground, and the colour of the strokes across it where it has any."""

_WIDE, _HIGH, _TOP, _BAR = 400.0, 58, 22.0, 14.0
_LETTER: Final = 6.6
_STROKES: Final = 6.0


def drawn_levels(levels: Mapping[int, int]) -> str:
    """The bar as an ``<svg>`` element sized by its ``viewBox``; empty without a moment that has a level."""
    total = sum(levels.get(level, 0) for level in NAMES)
    if not total:
        return ""
    parts, labels, start = [], [], 1.0
    for level in NAMES:
        n = levels.get(level, 0)
        if not n:
            continue
        wide = (_WIDE - 2) * n / total
        ground, strokes = _LOOKS[level]
        parts.append(
            f'<rect x="{start:.1f}" y="{_TOP:g}" width="{wide:.1f}" height="{_BAR:g}" fill="{ground}" '
            f'stroke="{LIGHT.ink}" stroke-width="0.7"/>'
        )
        if strokes:
            parts.append(f'<path d="{_hatched(start, wide)}" stroke="{strokes}" stroke-width="1.5"/>')
        labels.append((start + wide / 2, f"{n:,} {NAMES[level]}"))
        start += wide
    return (
        f'<svg viewBox="0 0 {_WIDE:g} {_HIGH}" aria-hidden="true" focusable="false">'
        f"{''.join(parts)}{''.join(_labelled(labels))}</svg>"
    )


def _hatched(start: float, wide: float) -> str:
    """Strokes across a part of the bar, cut off at its sides."""
    told, at = [], start - _BAR
    while at < start + wide:
        left, right = max(at, start), min(at + _BAR, start + wide)
        if right - left > 0.5:
            told.append(f"M{left:.1f} {_TOP + _BAR - (left - at):.1f}L{right:.1f} {_TOP + _BAR - (right - at):.1f}")
        at += _STROKES
    return "".join(told)


def _labelled(labels: list[tuple[float, str]]) -> list[str]:
    """Labels under and over their parts by turns, moved aside where they would stand on each other."""
    told = []
    for row, y, edge in ((labels[::2], _TOP + _BAR + 17, _TOP + _BAR + 1), (labels[1::2], _TOP - 8, _TOP - 1)):
        ends = y - 11 if y > _TOP else y + 3
        for at, (middle, said) in zip(_apart(row), row, strict=True):
            told.append(
                f'<path d="M{middle:.1f} {edge:g}V{ends:g}" stroke="{LIGHT.muted}" stroke-width="0.8"/>'
                f'<text x="{at:.1f}" y="{y:g}" text-anchor="middle" font-size="13" fill="{LIGHT.ink}">{said}</text>'
            )
    return told


def _apart(row: list[tuple[float, str]]) -> list[float]:
    """Where each label's middle stands: as near to its part as there is room, in order."""
    half = [_LETTER * len(said) / 2 + 5 for _, said in row]
    places: list[float] = []
    for (middle, _), own in zip(row, half, strict=True):
        least = own if not places else places[-1] + half[len(places) - 1] + own
        places.append(max(middle, least))
    most = _WIDE
    for i in reversed(range(len(places))):
        places[i] = min(places[i], most - half[i])
        most = places[i] - half[i]
    return places
