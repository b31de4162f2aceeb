"""Which ratings count on a day, and their sums: one person is one voice, and no figure turns on one of them (T4, T8).

The rules, in order:

1. *Of others.* What somebody says of themselves is left out, and so is a rating that a second file tells again.
2. *In threes.* Ratings are taken in at the end of a day on which five people have been heard in all, and three since
   the last that were; until then they wait. So the figures of two days differ by three people at least, and
   subtracting one from the other says what nobody in particular thought. Units of public promises need no such care.
3. *One voice each.* Of several ratings by one person the newest counts. Unknown raters count one a rating.
4. *Aged.* A rating weighs ``2^(−age/H)``; the sums are of weights, of ``w·v`` and of ``w·v²``, v on 0..1.

Of the mean of many ratings only the mean is known; they are taken to lie as far apart as that mean allows.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.pseudonym import normalise
from saidanddone.evidence.tally import Ints

__all__ = ["AT_ONCE", "Voice", "voices"]

AT_ONCE = 3
"""People whose ratings are taken in together."""

_RECENT_US = 90 * DAY_US
_COLUMNS = ("subject_kind", "subject", "scale_low", "scale_high")


@dataclass(frozen=True)
class Voice:
    """The ratings of one subject on one scale, summed on a day.

    Attributes:
        kind, subject: who was rated; of a team or project the name as ``normalise`` has it. name: as first written.
        low, high: the scale. raters: distinct known people; unknown: ratings by nobody known; ratings: all counted.
        waiting: ratings not taken in yet. recent: counted ones of the last 90 days. last_us: the newest, µs UTC.
        volume, first, second: Σ w, Σ w·v, Σ w·v², v on 0..1.
        evidence: ``source:line`` of those counted, in order of source and line.
    """

    kind: str
    subject: str = field(repr=False)
    name: str = field(repr=False)
    low: float
    high: float
    raters: frozenset[str] = field(repr=False)
    unknown: int
    ratings: int
    waiting: int
    recent: int
    last_us: int
    volume: float = field(repr=False)
    first: float = field(repr=False)
    second: float = field(repr=False)
    evidence: tuple[str, ...] = field(repr=False)

    @property
    def people(self) -> int:
        """How many people are surely behind it: known ones, or ratings of unknown ones, whichever are more."""
        return max(len(self.raters), self.unknown)


def voices(
    ratings: pa.Table,
    on_us: int,
    *,
    half_life: float,
    fewest: int,
    public: Collection[tuple[str, str]] = (),
) -> list[Voice]:
    """The ratings given by ``on_us`` (µs UTC), by subject and scale, those with the most ratings first.

    Args:
        ratings: of ``evidence.rating.SCHEMA``. half_life: days. fewest: people who must have been heard.
        public: (kind, subject) of those whose ratings are shown however few there are.
    """
    ratings = ratings.filter(pc.field("at_us") <= on_us)
    if not ratings.num_rows:
        return []
    of_themselves = pc.fill_null(pc.equal(ratings.column("subject"), ratings.column("rater")), False)
    ratings = ratings.filter(pc.invert(of_themselves))
    columns = {name: ratings.column(name).to_pylist() for name in ratings.schema.names}
    again = _told_again(columns)
    groups: dict[tuple[str, str, float, float], list[int]] = {}
    for row, (kind, subject, low, high) in enumerate(zip(*(columns[name] for name in _COLUMNS), strict=True)):
        if row not in again:
            groups.setdefault((kind, subject if kind == "person" else normalise(subject), low, high), []).append(row)
    values = {name: np.array(columns[name]) for name in ("at_us", "raw", "count")}
    found = []
    for (kind, subject, low, high), members in groups.items():
        place = np.array(members)
        place = place[np.argsort(values["at_us"][place], kind="stable")]
        rater = [columns["rater"][row] for row in place]
        count = values["count"][place]
        heard = len(place)
        if (kind, subject) not in public:
            heard = _taken_in(values["at_us"][place], rater, count, on_us, fewest)
        newest = {who: number for number, who in enumerate(rater[:heard]) if who is not None}
        counts = np.array(
            [who is None or newest[who] == number for number, who in enumerate(rater[:heard])], dtype=bool
        )
        mine = place[:heard][counts]
        v = (values["raw"][mine] - low) / (high - low)
        many = values["count"][mine]
        age = (on_us - values["at_us"][mine]) / DAY_US
        weight = many * np.exp2(-age / half_life)
        unknown = np.array([columns["rater"][row] is None for row in mine], dtype=bool)
        told = sorted((columns["source"][row], columns["line"][row]) for row in mine)
        found.append(
            Voice(
                kind=kind,
                subject=subject,
                name=columns["subject"][members[0]],
                low=low,
                high=high,
                raters=frozenset(newest),
                unknown=int(many[unknown].sum()),
                ratings=int(many.sum()),
                waiting=int(count[heard:].sum()),
                recent=int(many[age < _RECENT_US / DAY_US].sum()),
                last_us=int(values["at_us"][mine].max()),
                volume=float(weight.sum()),
                first=float((weight * v).sum()),
                second=float((weight * np.where(many > 1, v, v**2)).sum()),
                evidence=tuple(f"{source}:{line}" for source, line in told),
            )
        )
    return sorted(found, key=lambda voice: (-voice.ratings, voice.kind, voice.subject, voice.low, voice.high))


def _told_again(columns: dict[str, list[object]]) -> set[int]:
    """Rows that a file read before says as well."""
    if len(set(columns["source"])) < 2:
        return set()
    first: dict[tuple[object, ...], object] = {}
    names = ("id", "subject", "rater", "at_us", "raw", "scale_low", "scale_high", "count")
    rows = zip(columns["source"], zip(*(columns[name] for name in names), strict=True), strict=True)
    return {row for row, (source, said) in enumerate(rows) if first.setdefault(said, source) != source}


def _taken_in(at_us: Ints, rater: list[str | None], count: NDArray[np.int64], on_us: int, fewest: int) -> int:
    """How many of these ratings, in order of time, are counted by the rule of threes; all where it never begins."""
    day = at_us // DAY_US
    ends = np.flatnonzero(np.append(day[1:] != day[:-1], True)) + 1
    everybody: set[str] = set()
    since: set[str] = set()
    nobody = nobody_since = 0
    start = heard = 0
    for end in ends.tolist():
        for number in range(start, end):
            who = rater[number]
            if who is None:
                nobody += int(count[number])
                nobody_since += int(count[number])
            else:
                everybody.add(who)
                since.add(who)
        whole_day = (int(day[start]) + 1) * DAY_US - 1 <= on_us
        start = end
        if whole_day and max(len(everybody), nobody) >= fewest and max(len(since), nobody_since) >= AT_ONCE:
            heard = end
            since, nobody_since = set(), 0
    return heard or len(at_us)
