"""The timeline of acts and how each was met, as static SVG: a lane a rung, hollow where nobody answered.

Nothing rests on colour: an act nobody answered is a ring, one that somebody answered a disc, one that the reader
answered a square filled up to its level. What is only proposed is small beside what counts. Labels stand at their
marks; where two would meet, the lists below tell.
"""

from __future__ import annotations

import html
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import Final

from saidanddone.report.markup import Markup
from saidanddone.report.review.answer import kinds_of
from saidanddone.report.review.tally import Found
from saidanddone.report.review.words import RUNGS, clock, place_of, plural
from saidanddone.report.tokens import LIGHT
from saidanddone.report.words import count_of, day, known, number, plain, sentence_case, time_of_day

__all__ = [
    "MARKS_DRAWN",
    "NARROW",
    "WIDE",
    "Axis",
    "Frame",
    "axis_of",
    "drawn",
    "ends_of",
    "placeable",
    "said",
    "steps",
    "under",
]

MARKS_DRAWN: Final = 90
"""So many acts have a mark each; of more, each is a stroke: up where nobody answered, down where somebody did.
Of what is only proposed, so many have a small mark each, and of more each is a short stroke."""

_LANE: Final = 48
_HIGH: Final = len(RUNGS) * _LANE + 26
_APART: Final = 15
"""Marks that stand nearer than this would cover one another; every second one stands higher. A third beside them may
still stand on the first; the lists below tell all."""
_COVERS: Final = 11
"""A mark that counts covers what is only proposed so near to it; that stands above it then."""
_LETTER: Final = 6.6
"""Pixels that a letter of a label takes on average, at 12 pixels."""
_TICKS: Final = (10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400)
_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class Frame:
    """How wide a drawing is, and how much of that its lanes' names take, in pixels; ``ticks`` at most."""

    width: int
    left: int
    ticks: int


WIDE: Final = Frame(720, 104, 8)
NARROW: Final = Frame(330, 82, 4)
"""For a phone of 360 pixels."""


@dataclass(frozen=True, slots=True)
class Axis:
    """What runs from left to right: ``at`` by act, first and last value, and (value, words) of the ticks."""

    at: tuple[float, ...]
    first: float
    last: float
    kind: str


def axis_of(found: Sequence[Found]) -> Axis:
    """The clock of one recording; else the calendar, if it tells them apart; else the order of what was read."""
    one = len({act.n for act in found}) == 1
    clocks = [known(act.act.place.clock) for act in found]
    if one and found[0].talk.channel == "meeting" and all(value is not None for value in clocks):
        at = [value or 0.0 for value in clocks]
        answers = [reply.place.clock for act in found if (reply := act.reply) and reply.place and reply.place.clock]
        return Axis(tuple(at), 0.0, max([60.0, *at, *answers]), "clock")
    moments = [_moment(act) for act in found]
    alike = one and len(set(moments)) == 1 < len({act.act.place.turn for act in found})
    if found and not alike and all(moment is not None for moment in moments):
        whens = [float(moment or 0) for moment in moments]
        return Axis(tuple(whens), min(whens), max(whens), "day")
    if one:
        turns = found[0].talk.turns
        return Axis(tuple(float(act.act.place.turn) for act in found), 0.0, float(max(1, turns - 1)), "turn")
    return Axis(tuple(float(i) for i in range(len(found))), 0.0, float(max(1, len(found) - 1)), "order")


def _moment(found: Found) -> int | None:
    place, began = found.act.place, found.talk.began_us
    if place.at_us is not None:
        return place.at_us
    return None if began is None else began + round((known(place.clock) or 0.0) * 1e6)


def steps(found: Found) -> str:
    """The steps of LIVE in the reader's reply, a dot for each that is not in it: ``LI·E``."""
    reply = found.reply
    if reply is None:
        return ""
    there = (reply.look, reply.identify, reply.validate, reply.encourage)
    return "".join(letter if is_there else "·" for letter, is_there in zip("LIVE", there, strict=True))


def drawn(found: Sequence[Found], frame: Frame, zone: tzinfo = UTC) -> Markup:
    """The picture; decoration to a screen reader, which :func:`said` tells the same."""
    pen = _Pen(frame)
    right = frame.width - 12
    mixed = len(_first(found)) < len(found)
    for lane, (rung, name) in enumerate(RUNGS.items()):
        y = lane * _LANE + 16
        here = [one.act.counts for one in found if one.act.stage == rung]
        pen.text(0, y + 4, name, LIGHT.ink if here else LIGHT.muted)
        pen.line(frame.left, y, right, LIGHT.track)
        if not any(here) and (mixed or not here):
            pen.text(frame.left + 6, y + 20, f"{len(here):,} only proposed" if here else "none heard", LIGHT.muted)
    everything, found = found, placeable(found)
    axis = axis_of(found)
    _ticks(pen, axis, frame, right, zone)
    rungs = list(RUNGS)
    placed = [
        (frame.left + 10 + (right - frame.left - 20) * _part(axis, value), rungs.index(one.act.stage), one)
        for one, value in zip(found, axis.at, strict=True)
    ]
    big = [mark for mark in placed if mark[2].act.counts or not mixed]
    small = [mark for mark in placed if mixed and not mark[2].act.counts]
    if len(big) > MARKS_DRAWN:
        _strokes(pen, big, frame, [rungs.index(one.act.stage) for one in everything if not one.act.counts and mixed])
        return pen.drawing()
    if len(small) > MARKS_DRAWN:
        pen.strokes([f"M{x} {lane * _LANE + 13}v6" for x, lane in sorted({(round(x), lane) for x, lane, _ in small})],
                    LIGHT.muted, 1)  # fmt: skip
    raised: dict[int, tuple[float, bool]] = {}  # by lane, the mark before and whether it stands higher
    for x, lane, one in sorted(big, key=lambda mark: (mark[1], mark[0])):
        before, high = raised.get(lane, (-math.inf, True))
        higher = x - before < _APART and not high
        raised[lane] = x, higher
        pen.mark(x, lane * _LANE + (8 if higher else 16), one)
    for x, lane, one in small if len(small) <= MARKS_DRAWN else ():
        covered = any(of == lane and abs(at - x) < _COVERS for at, of, _ in big)
        pen.small(x, lane * _LANE + (3 if covered else 16), one)
    _labels(pen, big, frame)
    return pen.drawing()


def placeable(found: Sequence[Found]) -> Sequence[Found]:
    """The same without proposals that would cost what counts its clock or its days."""
    first = _first(found)
    kind, n = axis_of(first).kind, first[0].n

    def fits(one: Found) -> bool:
        if kind == "clock":
            return one.n == n and known(one.act.place.clock) is not None
        return _moment(one) is not None if kind == "day" else one.n == n or kind != "turn"

    return [one for one in found if one.act.counts or first is found or fits(one)]


def _first(found: Sequence[Found]) -> Sequence[Found]:
    """What the picture is about: what counts, or, where nothing does, what is proposed."""
    return [one for one in found if one.act.counts] or found


def _part(axis: Axis, value: float) -> float:
    return 0.5 if axis.last <= axis.first else (value - axis.first) / (axis.last - axis.first)


def _labels(pen: _Pen, placed: Sequence[tuple[float, int, Found]], frame: Frame) -> None:
    """Labels under their marks, those of silence and of the reader's replies first, as far as there is room."""
    taken: dict[int, list[tuple[float, float]]] = {}
    for x, lane, one in sorted(placed, key=lambda mark: (mark[2].act.met is not None) + (mark[2].reply is None)):
        label = _label(one)
        half = len(label) * _LETTER / 2 + 4
        middle = min(max(x, frame.left + half), frame.width - half)
        if label and all(middle + half < low or middle - half > high for low, high in taken.get(lane, ())):
            taken.setdefault(lane, []).append((middle - half, middle + half))
            pen.text(middle, lane * _LANE + 37, label, LIGHT.ink if one.act.met is None or one.reply else LIGHT.muted,
                     anchor="middle")  # fmt: skip


def _strokes(pen: _Pen, placed: Sequence[tuple[float, int, Found]], frame: Frame, proposed: Sequence[int]) -> None:
    """Too many for a mark each: strokes up and down, one a pixel at most, and each lane's counts under it.

    Args:
        proposed: lane of each act that is only proposed; it is counted there, and not drawn.
    """
    for lane in {lane for _, lane, _ in placed}:
        here = [(round(x), one) for x, of, one in placed if of == lane]
        silent = sorted({x for x, one in here if one.act.met is None})
        met = sorted({x for x, one in here if one.act.met is not None and one.reply is None})
        own = sorted({(x, one.reply.level or 0) for x, one in here if one.reply is not None})
        y = lane * _LANE + 16
        pen.strokes([f"M{x} {y}v-13" for x in silent], LIGHT.ink, 1.6)
        pen.strokes([f"M{x} {y}v8" for x in met], LIGHT.open, 1.6)
        pen.strokes([f"M{x} {y}v{2 + 2 * level}" for x, level in own], LIGHT.safety, 4)
        counts = (
            (sum(one.act.met is None for _, one in here), "no answer"),
            (sum(one.act.met is not None and one.reply is None for _, one in here), "answered"),
            (sum(one.reply is not None for _, one in here), "by you"),
            (proposed.count(lane), "only proposed"),
        )
        words = ", ".join(f"{n:,} {what}" for n, what in counts if n)
        pen.text(frame.left + 6, y + 26, words, LIGHT.ink)


def _label(one: Found) -> str:
    if one.act.met is None:
        return "no answer"
    if one.reply is not None:
        return f"you: {one.reply.level} {steps(one)}"
    seconds = known(one.act.met.seconds)
    if seconds is None:
        return ""
    if seconds < 1:
        return "at once"
    for unit, length, until in (("s", 1, 99.5), ("min", 60, 5970), ("h", 3600, 172_800)):
        if seconds < until:
            return f"{round(seconds / length)} {unit}"
    return f"{round(seconds / 86_400)} days"


def _ticks(pen: _Pen, axis: Axis, frame: Frame, right: int, zone: tzinfo) -> None:
    y = len(RUNGS) * _LANE + 16
    if axis.kind == "clock":
        step = next((s for s in _TICKS if (axis.last - axis.first) / s <= frame.ticks), 86_400)
        for k in range(int(axis.last // step) + 1):
            x = frame.left + 10 + (right - frame.left - 20) * _part(axis, k * step)
            pen.text(x, y, clock(k * step), LIGHT.muted, anchor="middle")
        return
    first, last = ends_of(axis, zone)
    pen.text(frame.left, y, first, LIGHT.muted)
    pen.text(right, y, last, LIGHT.muted, anchor="end")


def ends_of(axis: Axis, zone: tzinfo = UTC) -> tuple[str, str]:
    """What stands at the left and the right end."""
    if axis.kind == "clock":
        return clock(axis.first), clock(axis.last)
    if axis.kind == "day":
        first, last = day(round(axis.first), zone), day(round(axis.last), zone)
        if first != last or axis.first == axis.last:
            return first, "" if axis.first == axis.last else last
        begins, ends = (time_of_day(round(at), zone) for at in (axis.first, axis.last))
        return (f"{first}, {begins}", ends) if begins else (first, last)
    return ("turn 1", f"turn {axis.last + 1:,.0f}") if axis.kind == "turn" else ("first read", "last read")


class _Pen:
    """Shapes one after the other, in light colours that the style sheet knows the dark pairs of."""

    def __init__(self, frame: Frame) -> None:
        self.frame, self.parts = frame, list[str]()

    def text(self, x: float, y: float, words: str, colour: str, *, anchor: str = "start") -> None:
        self.parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="12" text-anchor="{anchor}" fill="{colour}">'
            f"{html.escape(plain(words))}</text>"
        )

    def line(self, x: float, y: float, to: float, colour: str) -> None:
        self.parts.append(f'<path d="M{x:.1f} {y:.1f}H{to:.1f}" stroke="{colour}" stroke-width="1" fill="none"/>')

    def strokes(self, each: Sequence[str], colour: str, wide: float) -> None:
        if each:
            self.parts.append(f'<path d="{"".join(each)}" stroke="{colour}" stroke-width="{wide}" fill="none"/>')

    def mark(self, x: float, y: float, one: Found) -> None:
        if one.act.met is None:
            self.parts.append(
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6.5" fill="{LIGHT.paper}" stroke="{LIGHT.ink}" '
                'stroke-width="2.2"/>'
            )
        elif one.reply is None:
            self.parts.append(
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{LIGHT.open}" stroke="{LIGHT.paper}" '
                'stroke-width="1.2"/>'
            )
        else:
            high = 16 * (one.reply.level or 0) / 5
            dashed = "" if one.reply.counts else ' stroke-dasharray="3 2"'
            self.parts.append(
                f'<path d="M{x - 8:.1f} {y - 8:.1f}h16v16h-16z" fill="{LIGHT.paper}"/>'
                f'<path d="M{x - 8:.1f} {y + 8 - high:.1f}h16v{high:.1f}h-16z" fill="{LIGHT.safety}"/>'
                f'<path d="M{x - 8:.1f} {y - 8:.1f}h16v16h-16z" fill="none" stroke="{LIGHT.ink}" '
                f'stroke-width="1.4"{dashed}/>'
            )

    def small(self, x: float, y: float, one: Found) -> None:
        fill = LIGHT.paper if one.act.met is None else LIGHT.muted
        self.parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.8" fill="{fill}" stroke="{LIGHT.muted}" stroke-width="1.3"/>'
        )

    def drawing(self) -> Markup:
        inside = "".join(self.parts)
        return Markup(
            f'<svg viewBox="0 0 {self.frame.width} {_HIGH}" aria-hidden="true" focusable="false">{inside}</svg>'
        )


def said(found: Sequence[Found], zone: tzinfo = UTC) -> str:
    """The picture in words, for whoever does not see it: how many, over what, which were not answered and where."""
    everything, found = found, _first(found)
    missed = [one for one in found if one.act.met is None]
    own = [one for one in found if one.reply is not None]
    kinds = kinds_of([one.act.kind for one in found])
    parts = [f"Timeline of {count_of(len(found), 'act')} of speaking up{_over(everything, zone)}: {kinds}."]
    if missed:
        places = [f"{plural(1, one.act.kind)} at {place_of(one.talk, one.act.place)}" for one in missed[:_NAMED]]
        rest = f" and {number(len(missed) - _NAMED)} more" if len(missed) > _NAMED else ""
        parts.append(f"Nobody answered {', '.join(places)}{rest}.")
    else:
        parts.append("Every one was answered.")
    if own:
        levels = sorted(one.reply.level for one in own if one.reply and one.reply.level)
        said_levels = f"at level {levels[0]}" if levels[0] == levels[-1] else f"at levels {levels[0]} to {levels[-1]}"
        open_ = sum(one.reply is not None and not one.reply.counts for one in own)
        tier = "" if not open_ else ", only proposed" if open_ == len(own) else ", of some only proposed"
        parts.append(f"You answered {number(len(own))}, {said_levels} of five{tier}.")
    if more := len(everything) - len(found):
        parts.append(f"{sentence_case(number(more))} more {'is' if more == 1 else 'are'} only proposed.")
    return " ".join(parts)


def _over(found: Sequence[Found], zone: tzinfo) -> str:
    axis = axis_of(placeable(found))
    if axis.kind == "clock":
        return f" over {clock(axis.last)}"
    if axis.kind == "day":
        first, last = day(round(axis.first), zone), day(round(axis.last), zone)
        return f" on {first}" if first == last else f" from {first} to {last}"
    return ""


def under(found: Sequence[Found]) -> str:
    """The caption: what a mark is, said once in words."""
    everything, found = placeable(found), _first(found)
    many = len(found) > MARKS_DRAWN
    more = len(everything) - len(found)
    marked, mixed = everything if not many and more <= MARKS_DRAWN else found, more > 0
    open_ = any(one.reply is not None and not one.reply.counts for one in found)
    proposed = " Where its line is broken, that level is only proposed." if open_ and not many else ""
    marks = (
        (any(one.act.met is None for one in marked), "A ring: nobody answered.", "A stroke up: nobody answered."),
        (
            any(one.act.met is not None and (one.reply is None or (mixed and not one.act.counts)) for one in marked),
            "A disc: somebody did, so long after.",
            "A stroke down: somebody did.",
        ),
        (
            any(one.reply is not None for one in found),
            f"A square: you did; it is filled up to the level, with the steps of LIVE that were in it.{proposed}",
            "A broad one: you did; the longer, the higher the level.",
        ),
    )
    said_marks = [stroke if many else mark for is_there, mark, stroke in marks if is_there]
    what = "short stroke" if more > MARKS_DRAWN else "small ring or disc"
    small = [f"A {what} is only proposed."] if more and not many else []
    return " ".join(["From left to right as it was said, the boldest on top.", *said_marks, *small])
