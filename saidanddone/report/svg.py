"""A chart as static SVG that may stand inside a page: drawn on this machine, no script, no address in it."""

from __future__ import annotations

import re
from threading import Thread
from typing import Any, Final

import altair as alt
import vl_convert

__all__ = ["drawn", "start"]

# What only matters to a document of its own, or repeats on every mark what the page says once.
_SPARE: Final = re.compile(
    r' (?:xmlns(?::xlink)?|version|role|aria-[a-z]+|pointer-events|font-family|opacity|class)="[^"]*"'
)
_EMPTY: Final = re.compile(r'<path d="[^"]*"(?: display="none")?(?: stroke="transparent")?/>|<g></g>')
# A label that another would overlap is there, and not to be seen.
_HIDDEN: Final = re.compile(r'<text\b[^>]* opacity="0"[^>]*>[^<]*</text>')
_PLACES: Final = re.compile(r"(\d+\.\d)\d+")

_EMPTY_CHART: Final[dict[str, Any]] = {"data": {"values": []}, "mark": "point"}


def start() -> Thread:
    """Start the drawing engine, beside whatever else is done meanwhile: that takes as long as fifty charts do."""
    thread = Thread(target=vl_convert.vegalite_to_svg, args=(_EMPTY_CHART,), kwargs={"show_warnings": False})
    thread.start()
    return thread


def drawn(chart: alt.LayerChart) -> str:
    """The chart as one ``<svg>`` element, sized by its ``viewBox``.

    It is decoration to a screen reader (``aria-hidden``): the page says the same in words beside it.
    """
    # Checking our own three charts against the grammar's schema, row by row, would take most of a page's time.
    raw = vl_convert.vegalite_to_svg(chart.to_dict(validate=False), show_warnings=False)
    head, _, rest = raw.partition(">")
    head = re.sub(r' (?:width|height)="[^"]*"', "", _SPARE.sub("", head))
    body = _EMPTY.sub("", _PLACES.sub(r"\1", _SPARE.sub("", _HIDDEN.sub("", rest))))
    return f'{head} aria-hidden="true" focusable="false">{body}'
