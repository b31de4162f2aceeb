"""The look, from one place: colours in light and dark, spacing, type scale; page, charts and terminal all read it.

Colour never stands alone: the two axes differ in lightness and in texture (trust solid, safety hatched), the four
states of a forecast in lightness and in the shape of their mark (T9), outcomes on a timeline in lane and shape.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Final

__all__ = [
    "DARK",
    "FONT",
    "LIGHT",
    "MONO",
    "SPACE",
    "STATES",
    "TYPE",
    "Palette",
    "State",
    "contrast",
    "css_variables",
    "dark_rules",
    "lightness",
    "rgb",
]


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by role, each ``#rrggbb``.

    Attributes:
        paper, card: behind everything, and behind a card. ink, muted: text, and quieter text (both at least 4.5 : 1).
        hair, track: thin lines; the empty part of a band.
        trust, trust_soft: the trust axis and its interval. safety, safety_soft: the safety axis and its hatching.
        broken, broken_soft: reliably broken, on the trust axis only.
        open, open_soft: not settled either way.
    """

    paper: str
    card: str
    ink: str
    muted: str
    hair: str
    track: str
    trust: str
    trust_soft: str
    safety: str
    safety_soft: str
    broken: str
    broken_soft: str
    open: str
    open_soft: str


LIGHT: Final = Palette(
    paper="#ffffff",
    card="#f8f9fa",
    ink="#1b1f24",
    muted="#59616b",
    hair="#d5d9de",
    track="#e9ecef",
    trust="#134b76",
    trust_soft="#93bfdd",
    safety="#bf8112",
    safety_soft="#f0dcb4",
    broken="#a8401c",
    broken_soft="#e6ae96",
    open="#66707b",
    open_soft="#c9cfd6",
)

DARK: Final = Palette(
    paper="#14171a",
    card="#1c2024",
    ink="#e7eaed",
    muted="#a4adb7",
    hair="#3a4149",
    track="#272d33",
    trust="#8ac6f2",
    trust_soft="#2e658c",
    safety="#a97413",
    safety_soft="#4a3a1b",
    broken="#d9673b",
    broken_soft="#7d3c25",
    open="#98a2ad",
    open_soft="#4f5964",
)

FONT: Final = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif'
"""One family, available everywhere."""

MONO: Final = 'ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace'
"""For commands and row addresses only."""

SPACE: Final = (4, 8, 12, 16, 24, 40, 64)
"""Steps of white space in pixels."""

TYPE: Final = MappingProxyType({"small": 13, "body": 16, "lead": 19, "section": 21, "headline": 32})
"""Type sizes in pixels; ``headline`` shrinks on a phone."""


@dataclass(frozen=True, slots=True)
class State:
    """How one state of a forecast looks: a shape, a sign for a terminal, the names of two palette roles."""

    shape: str
    sign: str
    plain_sign: str
    colour: str
    soft: str


STATES: Final = MappingProxyType(
    {
        "none": State("dashed", " ", " ", "muted", "track"),
        "uncertain": State("circle-open", "○", "o", "open", "open_soft"),
        "kept": State("circle", "●", "O", "trust", "trust_soft"),
        "broken": State("diamond", "◆", "X", "broken", "broken_soft"),
    }
)
"""``TrustForecast.state`` -> its look. Nothing known, reliably good and reliably bad share no shape and no colour."""


def rgb(colour: str) -> tuple[float, float, float]:
    """``#rrggbb`` as red, green, blue, each 0..1.

    >>> rgb("#ff0000")
    (1.0, 0.0, 0.0)
    """
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def _luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1..21 (WCAG 2).

    >>> round(contrast("#000000", "#ffffff"))
    21
    """
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lightness(colour: str) -> float:
    """How light a colour looks, 0..100 (CIE L*): all that greyscale leaves of it.

    >>> round(lightness("#ffffff"))
    100
    """
    y = _luminance(colour)
    return 903.3 * y if y <= 216 / 24389 else 116 * y ** (1 / 3) - 16


def css_variables(palette: Palette) -> str:
    """The palette as CSS custom properties: ``--trust-soft:#…;``."""
    return "".join(f"--{field.name.replace('_', '-')}:{getattr(palette, field.name)};" for field in fields(palette))


def dark_rules(scope: str) -> str:
    """CSS that turns a light drawing dark: every light colour in an SVG attribute becomes its dark pair.

    Charts are drawn once, in light colours, as static SVG; this keeps one copy legible on both papers.
    """
    rules = []
    for field in fields(Palette):
        light, dark = getattr(LIGHT, field.name), getattr(DARK, field.name)
        rules.append(f'{scope} [fill="{light}"]{{fill:{dark}}}{scope} [stroke="{light}"]{{stroke:{dark}}}')
    return "".join(rules)
