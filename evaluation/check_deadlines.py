"""How many dates and deadlines are understood: on 896 sentences of Recognizers-Text, and on 65 phrases of promises.

A case is a sentence whose expected results hold, over all that is found in it, exactly one date or date-time that is to
come after its reference (of a Friday without a date both the last and the next one are expected; one is to come). It is
right if ``moment`` names that date, or that date-time to the minute. The sentences of the rows marked ``dev`` were
not read while the patterns were written (how many failed, and whether a day or a time was missing, was known); they are
told apart. The 65 phrases were known beforehand.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq

from saidanddone.listening.deadlines import moment, read, resolve

SHARED = Path(os.environ.get("SAIDANDDONE_SHARED") or Path(__file__).resolve().parents[2] / "shared")
CORPUS = SHARED / "data" / "conversations" / "recognizers_datetime.parquet"
METHOD = SHARED / "prototypes" / "listening"
BAR = 0.80
PHRASES_BAR = 60
SAID = datetime(2026, 3, 11, 10, 0, tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Case = tuple[str, datetime, date | datetime, str]
"""Sentence, reference, what is expected, part."""


def microseconds(at: datetime) -> int:
    """Microseconds UTC of a time that has a zone."""
    return (at - _EPOCH) // timedelta(microseconds=1)


def expected(results: str) -> Iterator[date | datetime]:
    """Every single date and date-time among the expected values; ranges, times and durations are none."""
    for found in json.loads(results or "[]"):
        for value in (found.get("Resolution") or {}).get("values") or []:
            if value.get("type") in ("date", "datetime") and value.get("value"):
                try:
                    at = datetime.fromisoformat(value["value"])
                except ValueError:  # "not resolved"
                    continue
                yield at.date() if value["type"] == "date" else at


def cases(corpus: Path = CORPUS) -> Iterator[Case]:
    """The cases of the measure, in the order of the corpus."""
    for row in pq.read_table(corpus).to_pylist():
        if not row["reference"]:
            continue
        reference = datetime.fromisoformat(row["reference"])
        ahead = {
            at
            for at in expected(row["results"])
            if (at > reference if isinstance(at, datetime) else at > reference.date())
        }
        if len(ahead) == 1:
            yield row["text"], reference, ahead.pop(), row["split_suggested"]


def right(text: str, reference: datetime, wanted: date | datetime) -> bool:
    """Whether the date, or the date-time to the minute, is the one that was expected."""
    named = moment(text, reference)
    if isinstance(wanted, datetime):
        return isinstance(named, datetime) and named.replace(second=0, microsecond=0) == wanted.replace(second=0)
    return named == wanted and not isinstance(named, datetime)


def same_day(text: str, reference: datetime, wanted: date | datetime) -> bool:
    """Whether a deadline of that day comes out where a promise would be read (day and month: month first)."""
    due = resolve(text, microseconds(reference.replace(tzinfo=UTC)), UTC, day_first=False)
    day = wanted.date() if isinstance(wanted, datetime) else wanted
    return due is not None and (_EPOCH + timedelta(microseconds=due.due_us)).date() == day


def phrases() -> Iterator[tuple[str, str, date, date, tuple[float, float] | None]]:
    """Phrase, sentence, first and last day that are right, and first and last hour if the time is named."""
    sys.path.insert(0, str(METHOD))
    import temporal

    yield from temporal.CASES
    for phrase, sentence, low, high, hours in json.loads((METHOD / "held.json").read_text(encoding="utf-8")):
        yield phrase, sentence, date.fromisoformat(low), date.fromisoformat(high), tuple(hours) if hours else None


def fits(text: str, low: date, high: date, hours: tuple[float, float] | None) -> bool:
    """Whether the deadline of a text lies between two days and, if asked, two hours."""
    due = resolve(text, microseconds(SAID), UTC)
    if due is None:
        return False
    at = _EPOCH + timedelta(microseconds=due.due_us)
    hour = at.hour + at.minute / 60
    return low <= at.date() <= high and (hours is None or hours[0] - 1e-6 <= hour <= hours[1] + 1e-6)


def main() -> int:
    """Prints the figures beside their bars; 0 if all are met."""
    told = list(cases())
    shares = {}
    for part, chosen in (
        ("all", told),
        ("train (read while writing)", [c for c in told if c[3] == "train"]),
        ("dev (not read)", [c for c in told if c[3] == "dev"]),
    ):
        hits = sum(right(*case[:3]) for case in chosen)
        days = sum(same_day(*case[:3]) for case in chosen)
        shares[part] = hits / len(chosen)
        print(f"{part:<28} {hits:>3} of {len(chosen):>3} = {shares[part]:.3f}", end="; ")
        print(f"deadline on that day {days / len(chosen):.3f}")
    if "--wrong" in sys.argv:
        for text, reference, wanted, part in told:
            if part == "train" and not right(text, reference, wanted):
                print(f"  {reference:%a %Y-%m-%d %H:%M} | {text[:90]} | {wanted} | {moment(text, reference)}")
    spoken = list(phrases())
    alone = [case[0] for case in spoken if not fits(case[0], *case[2:])]
    whole = [case[0] for case in spoken if not fits(case[1], *case[2:])]
    n = len(spoken)
    print(f"phrases of promises: {n - len(alone)} of {n} alone, {n - len(whole)} in a sentence")
    print("  not right:", "; ".join(sorted({*alone, *whole})) or "none")
    import temporal

    wrong = [text for text in temporal.NEG if read(text, microseconds(SAID), UTC).deadline]
    print(f"sentences without a deadline: {len(temporal.NEG) - len(wrong)} of {len(temporal.NEG)} left alone")
    met = shares["all"] >= BAR and len(spoken) - len(whole) >= PHRASES_BAR and not wrong
    print(
        f"bars: {BAR:.2f} of the cases, {PHRASES_BAR} phrases, no deadline where none is: {'met' if met else 'MISSED'}"
    )
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
