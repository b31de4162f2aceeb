"""The map of the four situations: each team a cloud and not a dot, its path, the two lines; readable in grey (Q1, Q2).

Across: will what was said get done. Up: can what needs saying get said. Drawn by hand as SVG, in the tokens' light
colours, which the page turns dark by the same table; nothing in it rests on hue.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from datetime import UTC, tzinfo
from typing import Final

from saidanddone.forecast.quadrant import SITUATIONS, Situation
from saidanddone.privacy.release import Released, require_released
from saidanddone.report.bands import cell, shown_width
from saidanddone.report.cloud import Loop, middle_of, quantiles_of, regions
from saidanddone.report.safetywords import SITUATION_NAMES
from saidanddone.report.sentences import NOTHING_YET
from saidanddone.report.tokens import FONT, LIGHT
from saidanddone.report.words import month, percent, plain

__all__ = ["CLOUDS", "SHARES", "can_be_drawn", "draw", "draw_several", "of_both_halves", "standalone", "together"]

SHARES: Final = (0.9, 0.5)
"""How much of what may be true each outline holds, the outer one first."""

CLOUDS: Final = 6
"""At most so many teams on one map; more would hide each other, and a table tells them."""

_WIDE, _HIGH = 360, 348
_LEFT, _TOP, _SIDE = 42, 26, 300
_SMALL: Final = 12.5

_CORNERS: Final = {"said_not_done": (False, True), "both": (True, True), "neither": (False, False),
                   "done_not_said": (True, False)}  # fmt: skip
"""A situation -> whether its corner lies right, and above."""

_DASHES: Final = ("", "7 3", "2 3", "9 3 2 3", "4 4", "12 4")
"""How each of several outlines is dashed, so that they can be told apart where they cross."""


def can_be_drawn(unit: Released) -> bool:
    """Whether anything is known of either half."""
    return unit.situation is not None and any(quantiles_of(unit))


def of_both_halves(units: Sequence[Released]) -> list[Released]:
    """Those of which both halves are known, in their order: what one map shows of several."""
    return [unit for unit in units if unit.situation is not None and all(quantiles_of(unit))]


def together(units: Sequence[Released]) -> list[Released]:
    """Those that stand on one map: all with both halves, or of too many only the teams and projects, or none."""
    both = of_both_halves(units)
    if len(both) > CLOUDS:
        both = [unit for unit in both if unit.kind in ("team", "project")]
    return both if len(both) <= CLOUDS else []


def draw(unit: Released, on_us: int, zone: tzinfo = UTC) -> str:
    """One unit's map as an ``<svg>`` element sized by its ``viewBox``; the page says the same in words beside it.

    Args:
        on_us: the day asked about, microseconds UTC: months are told without their year where it is plain.

    Raises:
        NotReleased: privacy has not released it. ValueError: nothing is known of either half.
    """
    require_released(unit)
    found = unit.situation
    if found is None or not can_be_drawn(unit):
        raise ValueError("Nothing is known of either half: there is no map to draw.")
    trust, safety = quantiles_of(unit)
    now = middle_of(trust, safety)
    outer, inner = regions(trust, safety, SHARES)
    parts = [_ground(), _area(outer, LIGHT.track, LIGHT.muted, 0.9), _area(inner, LIGHT.open_soft, LIGHT.open, 1.4)]
    before = [e for e in found.earlier if e.trust and e.safety] if now is not None else []
    if before:
        outlines = regions(before[-1].trust, before[-1].safety, SHARES)
        parts += [_dashed(loops, LIGHT.open, 1.0, dash) for loops, dash in zip(outlines, ("1.5 3", "4 3"), strict=True)]
    parts += _lines(found.trust_line, found.safety_line)
    if now is None:
        return _svg([*parts, *_corners(found.p, found, [inner]), _unknown(bool(trust), trust or safety)])
    middles = [middle for e in before if (middle := middle_of(e.trust, e.safety)) is not None]
    when, taken = _when(middles[-1], now, month(before[-1].on_us, on_us, zone)) if middles else ("", [])
    parts += [*_corners(found.p, found, [inner], taken), *_way(middles, now), when]
    return _svg([*parts, _dot(now, 5.0)])


def draw_several(units: Sequence[Released]) -> str:
    """Up to :data:`CLOUDS` units of which both halves are known, each as the outline of its inner cloud, by name.

    Raises:
        NotReleased: privacy has not released them. ValueError: of none are both halves known.
    """
    for unit in units:
        require_released(unit)
    drawn = of_both_halves(units)[:CLOUDS]
    if not drawn:
        raise ValueError("Of none of these are both halves known: there is no map to draw.")
    known = [quantiles_of(unit) for unit in drawn]
    loops = [regions(trust, safety, SHARES[1:])[0] for trust, safety in known]
    parts = [_ground(), *(_area(outline, LIGHT.track, None, 0) for outline in loops)]
    middles = [middle for trust, safety in known if (middle := middle_of(trust, safety)) is not None]
    names, taken = _names([plain(unit.label) for unit in drawn], middles)
    for found in [unit.situation for unit in drawn[:1] if unit.situation is not None]:
        parts += [*_lines(found.trust_line, found.safety_line), *_corners(None, found, loops, taken)]
    parts += [_dashed(outline, LIGHT.ink, 1.2, dash) for outline, dash in zip(loops, _DASHES, strict=False)]
    parts += [_dot(middle, 3.0) for middle in middles]
    return _svg([*parts, *names])


# --- Parts ------------------------------------------------------------------------------------------------------------


def _svg(parts: Sequence[str]) -> str:
    return f'<svg viewBox="0 0 {_WIDE} {_HIGH}" aria-hidden="true" focusable="false">{"".join(parts)}</svg>'


def standalone(svg: str) -> str:
    """A map as a file of its own: with its size, its font and a ground to lie on."""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDE}" height="{_HIGH}" font-family="{html.escape(FONT)}"'
    ground = f'<rect width="{_WIDE}" height="{_HIGH}" fill="{LIGHT.paper}"/>'
    start, _, rest = svg.removeprefix("<svg").partition(">")
    return f"{head}{start}>{ground}{rest}".replace(' aria-hidden="true" focusable="false"', "")


def _at(point: tuple[float, float]) -> tuple[float, float]:
    return _LEFT + point[0] * _SIDE, _TOP + (1 - point[1]) * _SIDE


def _ground() -> str:
    """The square, its ends, and what its two axes ask."""
    ends = (
        ((_LEFT, _TOP + _SIDE + 16), "0", False),
        ((_LEFT + _SIDE + 8, _TOP + _SIDE + 16), "100%", True),
        ((_LEFT - 6, _TOP + _SIDE), "0", True),
        ((_LEFT - 5, _TOP + 10), "100%", True),
    )
    return (
        f'<rect x="{_LEFT}" y="{_TOP}" width="{_SIDE}" height="{_SIDE}" fill="none" stroke="{LIGHT.hair}"/>'
        + _text(_LEFT + 0.4 * _SIDE, _TOP + _SIDE + 16, "What was said gets done", middle=True)
        + _text(_LEFT, _TOP - 9, "What needs saying gets said")
        + "".join(_text(*place, said, end=end, quiet=True) for place, said, end in ends)
    )


def _text(
    x: float, y: float, said: str, *, end: bool = False, middle: bool = False, quiet: bool = False,
    turned: bool = False, halo: bool = False, size: float = _SMALL, bold: bool = False,
) -> str:  # fmt: skip
    anchor = "end" if end else "middle" if middle else "start"
    turn = f' transform="rotate(-90 {x:.1f} {y:.1f})"' if turned else ""
    around = f' stroke="{LIGHT.paper}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"' if halo else ""
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size:g}"{weight} '
        f'fill="{LIGHT.muted if quiet else LIGHT.ink}"{around}{turn}>{html.escape(said)}</text>'
    )


def _path(loops: Sequence[Loop], look: str) -> str:
    return f'<path d="{"".join(_drawn(loop) for loop in loops)}" {look}/>' if loops else ""


def _drawn(loop: Loop) -> str:
    """An outline as a path; corners nearer than a pixel and a half to the last are not told."""
    kept: list[tuple[float, float]] = []
    for x, y in (_at(point) for point in loop):
        if not kept or abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= 1.5:
            kept.append((x, y))
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in kept) + "Z"


def _area(loops: Sequence[Loop], fill: str, edge: str | None, width: float) -> str:
    stroke = "" if edge is None else f' stroke="{edge}" stroke-width="{width:g}"'
    return _path(loops, f'fill="{fill}" fill-rule="evenodd"{stroke}')


def _dashed(loops: Sequence[Loop], colour: str, width: float, dash: str) -> str:
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return _path(loops, f'fill="none" stroke="{colour}" stroke-width="{width:g}"{dashes}')


def _lines(trust: float, safety: float) -> list[str]:
    (x, _), (_, y) = _at((trust, 0)), _at((0, safety))
    look = f'stroke="{LIGHT.ink}" stroke-width="1.2" stroke-dasharray="4 3"'
    return [
        f'<path d="M{x:.1f} {_TOP}V{_TOP + _SIDE + 4}" {look}/>',
        f'<path d="M{_LEFT - 4} {y:.1f}H{_LEFT + _SIDE}" {look}/>',
        _text(x, _TOP + _SIDE + 16, percent(trust), middle=True),
        _text(_LEFT - 6, y + 4, percent(safety), end=True),
    ]


Box = tuple[float, float, float, float]
"""Left, top, right and bottom of some words, in pixels."""


def _corners(
    p: Mapping[str, float] | None, found: Situation, clouds: Sequence[Sequence[Loop]], taken: Sequence[Box] = ()
) -> list[str]:
    """Each situation's name in its corner, in the few letters there is room for, and how probable it is.

    Where a cloud or a name lies in the corner, it stands at whichever end of its quarter is freest.
    """
    told = []
    across, up = _at((found.trust_line, found.safety_line))
    outlines = [[_at(point) for point in loop] for cloud in clouds for loop in cloud]
    for name in SITUATIONS:
        right, above = _CORNERS[name]
        lines = _wrapped(SITUATION_NAMES[name], 8 if right else 20)
        share = "" if p is None else percent(p[name])
        rows = [*((line, False) for line in lines), *([(share, True)] if share else [])]
        wide, high = 7.0 * max(shown_width(line) for line, _ in rows), 14.0 * len(rows)
        tops = (_TOP + 4, up - high - 5) if above else (_TOP + _SIDE - high - 5, up + 4)
        sides = (_LEFT + _SIDE - 6 - wide, across + 6) if right else (_LEFT + 7, across - 6 - wide)
        fits = [(left, top, left + wide, top + high) for left in sides for top in tops]
        box = min(fits, key=lambda box: (_hidden(box, outlines, taken), fits.index(box)))
        end = box[0] == (sides[0] if right else sides[1])
        told += [
            _text(box[2] if end else box[0], box[1] + 12 + 14 * i, line, end=end, halo=True, bold=bold)
            for i, (line, bold) in enumerate(rows)
        ]
    return told


def _hidden(box: Box, outlines: Sequence[Sequence[tuple[float, float]]], taken: Sequence[Box]) -> int:
    """How much of a place for words lies on outlines, clouds and other words; 0 where it is free."""
    left, top, right, bottom = box
    edge = sum(left <= x <= right and top <= y <= bottom for outline in outlines for x, y in outline)
    points = [(left + (right - left) * i / 4, top + (bottom - top) * j / 4) for i in range(5) for j in range(5)]
    inside = sum(_within(outline, x, y) for outline in outlines for x, y in points)
    words = sum(left < r and l < right and top < b and t < bottom for l, t, r, b in taken)  # noqa: E741
    return edge + inside + 200 * words  # a name on a cloud can be read, on another name not


def _within(outline: Sequence[tuple[float, float]], x: float, y: float) -> bool:
    crossed = False
    for (x0, y0), (x1, y1) in zip(outline, (*outline[1:], outline[0]), strict=True):
        if (y0 > y) != (y1 > y) and x < x0 + (y - y0) * (x1 - x0) / (y1 - y0):
            crossed = not crossed
    return crossed


def _wrapped(text: str, columns: int) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= columns:
            lines[-1] = longer
        else:
            lines.append(word)
    return [line for line in lines if line]


def _dot(middle: tuple[float, float], radius: float) -> str:
    x, y = _at(middle)
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{LIGHT.ink}" stroke="{LIGHT.paper}" '
        'stroke-width="1.5"/>'
    )


def _way(before: Sequence[tuple[float, float]], now: tuple[float, float]) -> list[str]:
    """The path of middles as a thin line, and an arrowhead before the dot it leads to."""
    places = [_at(point) for point in (*before, now)]
    (x0, y0), (x1, y1) = places[-2:] if before else (places[-1], places[-1])
    length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
    line = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    told = [f'<path d="{line}" fill="none" stroke="{LIGHT.ink}" stroke-width="1.1"/>'] if before else []
    told += [
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.4" fill="{LIGHT.paper}" stroke="{LIGHT.ink}" stroke-width="1.1"/>'
        for x, y in places[:-1]
    ]
    if length > 16:
        ux, uy = (x1 - x0) / length, (y1 - y0) / length
        tip = (x1 - 6.5 * ux, y1 - 6.5 * uy)
        sides = [(tip[0] - 7 * ux + s * 3.4 * uy, tip[1] - 7 * uy - s * 3.4 * ux) for s in (1, -1)]
        corners = "L".join(f"{x:.1f} {y:.1f}" for x, y in (tip, *sides))
        told.append(f'<path d="M{corners}Z" fill="{LIGHT.ink}"/>')
    return told


def _when(middle: tuple[float, float], now: tuple[float, float], said: str) -> tuple[str, list[Box]]:
    """When the earlier cloud was, within the square and on the side the path does not take, and where that stands.

    Nothing where both clouds lie together.
    """
    (x0, y0), (x1, y1) = _at(middle), _at(now)
    if abs(x1 - x0) + abs(y1 - y0) < 12:
        return "", []
    wide = 7.0 * shown_width(said)
    fits = {True: x0 - 7 - wide > _LEFT, False: x0 + 7 + wide < _LEFT + _SIDE}  # to its left, to its right
    left = x1 >= x0
    left = left if fits[left] else not left
    x = x0 - 5 if left else x0 + 7
    y = min(max(y0 - 6 if y1 < y0 else y0 + 15, _TOP + 14), _TOP + _SIDE - 5)
    start = x - wide if left else x
    return _text(x, y, said, end=left, halo=True), [(start, y - 11, start + wide, y + 3)]


def _unknown(across: bool, quantiles: Sequence[float]) -> str:
    """Along which axis it could be anywhere, written on the band."""
    middle = quantiles[len(quantiles) // 2]
    x, y = _at((middle, 0.5) if across else (0.4, middle))
    return _text(x + (4 if across else 0), y + (0 if across else 4), NOTHING_YET, middle=True, halo=True, turned=across)


def _names(labels: Sequence[str], middles: Sequence[tuple[float, float]]) -> tuple[list[str], list[Box]]:
    """Names beside their dots, moved apart where they would stand on each other, and where they stand."""
    taken: list[tuple[float, float, float]] = []
    told = []
    for label, middle in sorted(zip(labels, middles, strict=True), key=lambda pair: -pair[1][1]):
        said = cell(label, 18).rstrip() if shown_width(label) > 18 else label
        x, y = _at(middle)
        wide = 7.0 * shown_width(said)
        end = x + 8 + wide > _LEFT + _SIDE
        left = x - 8 - wide if end else x + 8
        while any(abs(y - other) < 14 and left < right and left + wide > start for start, right, other in taken):
            y += 3
        taken.append((left, left + wide, y))
        told.append(_text(x - 8 if end else x + 8, y + 4, said, end=end, halo=True))
    return told, [(left, y - 8, right, y + 8) for left, right, y in taken]
