"""What each picture says, in words: its caption, and its text for those who do not see it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, tzinfo

from saidanddone.forecast.quadrant import SITUATIONS
from saidanddone.forecast.trust.result import Record
from saidanddone.privacy.release import Released, ReleasedDiagnosis
from saidanddone.report.cloud import middle_of, quantiles_of
from saidanddone.report.safetywords import SITUATION_NAMES, safety_verdict
from saidanddone.report.sentences import NOTHING_YET, by_caution, line_of, may_rank, order_of, verdict
from saidanddone.report.timeline import LANES, thinned
from saidanddone.report.words import count_of, day, joined, known, number, percent, plain, sentence_case

__all__ = [
    "of_band",
    "of_calibration",
    "of_forecasts",
    "of_map",
    "of_several",
    "of_speaking_up",
    "of_timeline",
    "rows_behind",
    "under_calibration",
    "under_map",
    "under_timeline",
]


def of_band(unit: Released) -> str:
    """One trust band in words."""
    trust = unit.trust
    if verdict(trust) == "nothing":
        return f"Trust: an empty band; {NOTHING_YET}."
    return (
        f"Trust: {percent(trust.mean)}, 90% interval {percent(trust.low)} to {percent(trust.high)}, "
        f"held against the line of {line_of(trust)}."
    )


def of_forecasts(diagnosis: ReleasedDiagnosis, most: int) -> str:
    """The picture of all forecasts in words: how many on which side; of those that may be ranked, the surest and the
    least sure by name."""
    ranked = by_caution(diagnosis.released)[:most]
    told = [unit for unit in ranked if may_rank(unit) and verdict(unit.trust) != "nothing"]
    said = [f"Forecasts with 90% intervals for {number(len(ranked))}, {order_of(ranked)}."]
    for unit in told[:1] + told[1:][-1:]:
        trust = unit.trust
        said.append(f"{plain(unit.label)}: {percent(trust.mean)}, {percent(trust.low)} to {percent(trust.high)}.")
    answers = [verdict(unit.trust) for unit in ranked]
    sides = [
        f"{number(n)} {words}"
        for n, words in (
            (answers.count("reliable"), "likely above the line"),
            (answers.count("short"), "likely below it"),
            (answers.count("nothing"), f"with {NOTHING_YET}"),
        )
        if n
    ]
    if sides:
        said.append(f"{joined(sides).capitalize()}.")
    return " ".join(said)


def of_speaking_up(diagnosis: ReleasedDiagnosis, most: int) -> str:
    """The picture of how speaking up is met in words: how many on which side of our line."""
    ranked = by_caution(diagnosis.released)[:most]
    answers = [safety_verdict(unit.safety) for unit in ranked]
    sides = [
        f"{number(n)} {words}"
        for n, words in (
            (answers.count("safe"), "likely above our line"),
            (answers.count("unsafe"), "likely below it"),
            (answers.count("nothing") + answers.count("unsettled"), f"with {NOTHING_YET}"),
        )
        if n
    ]
    said = f"How speaking up is met, with 90% intervals, for {number(len(ranked))}, in the same order."
    return f"{said} {sentence_case(joined(sides))}." if sides else said


def rows_behind(unit: Released) -> int:
    """How many commitments a unit's figures rest on; its marks may be only the newest of them."""
    return max(unit.rows, len(unit.marks))


def _newest(unit: Released) -> str:
    if rows_behind(unit) == len(unit.marks):
        return ""
    return f"The newest {len(unit.marks):,} of {rows_behind(unit):,}."


def of_timeline(unit: Released, zone: tzinfo = UTC) -> str:
    """One unit's timeline in words: from when to when, and how many of each outcome."""
    drawn = thinned(unit.marks)
    if not drawn.marks:
        return "No commitments."
    total = joined([f"{drawn.total[name]:,} {LANES[name].name}" for name in LANES if name in drawn.total])
    first, last = day(drawn.marks[0][0], zone), day(drawn.marks[-1][0], zone)
    return (
        f"{count_of(len(unit.marks), 'commitment').capitalize()}, {first} to {last}: {total}. {_newest(unit)}".strip()
    )


def under_timeline(unit: Released) -> str:
    """What a reader needs to know to read the timeline, one line."""
    undated = "; without a date, on the day it was made" if "undated" in thinned(unit.marks).total else ""
    told = (f"Each mark is one commitment on the day it fell due{undated}.", _newest(unit), thinned(unit.marks).said)
    return " ".join(sentence for sentence in told if sentence)


def of_calibration(record: Record) -> str:
    """The picture of our own record in words: its lowest, middle and highest bin."""
    bins = [b for b in record.calibration if known(b[0]) is not None and known(b[1]) is not None]
    if not bins:
        return "Our own record: nothing scored yet."
    some = list(dict.fromkeys([bins[0], bins[len(bins) // 2], bins[-1]]))
    told = [f"where we said {percent(said)} on average, {percent(kept)} were kept" for said, kept, _ in some]
    return f"Our own record in {count_of(len(bins), 'bin')}: {joined(told)}."


def under_calibration(record: Record) -> str:
    """What a dot is, and how many forecasts stand behind one."""
    counts = [n for _, _, n in record.calibration if n]
    if not counts:
        return ""
    low, high = min(counts), max(counts)
    each = count_of(low, "forecast") if low == high else f"{low:,} to {high:,} forecasts"
    return f"Each dot is {each}; on the dashed line, what we said is what happened."


def of_map(unit: Released, zone: tzinfo = UTC) -> str:
    """One unit's map in words: where its cloud lies on both axes, how probable each corner is, and where it was."""
    found, trust, safety = unit.situation, unit.trust, unit.safety
    if found is None:
        return "No map: nothing is known of either half."
    of_trust, of_safety = quantiles_of(unit)
    voice = None if safety is None or not of_safety else safety.voice
    done = f"{percent(trust.mean)} ({percent(trust.low)} to {percent(trust.high)})" if of_trust else _ANYWHERE
    spoken = _ANYWHERE if voice is None else f"{percent(voice.mean)} ({percent(voice.low)} to {percent(voice.high)})"
    said = [
        "Map of the four situations.",
        f"What was said gets done: {done}, held against {percent(found.trust_line)}.",
        f"What needs saying gets said: {spoken}, held against {percent(found.safety_line)}.",
    ]
    if found.p is not None:
        told = joined([f"{SITUATION_NAMES[name]} {percent(found.p[name])}" for name in SITUATIONS])
        said.append(f"{sentence_case(told)}.")
    before = [e for e in found.earlier if e.trust and e.safety][-1:] if of_trust and of_safety else []
    for earlier in before:
        x, y = middle_of(earlier.trust, earlier.safety) or (0.0, 0.0)
        said.append(f"On {day(earlier.on_us, zone)} its middle was at {percent(x)} and {percent(y)}.")
    return " ".join(said)


_ANYWHERE = f"anywhere, {NOTHING_YET}"


def under_map(unit: Released) -> str:
    """What a reader needs to know to read the map of one unit."""
    found, known_halves = unit.situation, quantiles_of(unit)
    if found is None:
        return ""
    said = (
        f"Shaded: where it is, with 50% and with 90% probability. Straight lines: {percent(found.trust_line)} for what "
        f"gets done; for what gets said {percent(found.safety_line)}, a line of our own choice."
    )
    if not all(known_halves):
        said += f" The cloud is a band from end to end: about one half there is {NOTHING_YET}."
    before = all(known_halves) and any(e.trust and e.safety for e in found.earlier)
    return f"{said} Dashed outlines: the same, earlier." if before else said


def of_several(units: Sequence[Released]) -> str:
    """A map of several units in words, in their order; all of them have both halves."""
    told = []
    for unit in units:
        x, y = middle_of(*quantiles_of(unit)) or (0.0, 0.0)
        told.append(f"{plain(unit.label)} at {percent(x)} done and {percent(y)} said")
    return f"Map of the four situations with {number(len(told))}: {joined(told)}."
