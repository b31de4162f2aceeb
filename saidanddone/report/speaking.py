"""The half of speaking up on a terminal: the four situations, the clocks, what stands beside it, and its table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import Final

from saidanddone.forecast.safety.result import SafetyForecast
from saidanddone.privacy.release import Released
from saidanddone.report.bands import Signs, cell
from saidanddone.report.fourcells import four_cells
from saidanddone.report.safetywords import half_the_job, safety_verdict, situation_sentence
from saidanddone.report.sheet import Sheet
from saidanddone.report.speakingwords import (
    UNOBSERVED,
    clock_sentence,
    clock_when,
    disagreement,
    drift_line,
    followed_line,
    lateness_line,
    leaders_line,
    levels_line,
    record_line,
    roles_line,
    speaking_line,
    stages_line,
)
from saidanddone.report.voice import Voice
from saidanddone.report.words import known, percent, plain, whole

__all__ = ["beside_speaking", "clocks", "records", "situation_of", "speaking_table", "told_of", "with_clocks"]


def told_of(unit: Released) -> bool:
    """Whether there is anything to tell of speaking up."""
    return unit.safety is not None and safety_verdict(unit.safety) != "nothing"


def situation_of(sheet: Sheet, signs: Signs, unit: Released, voice: Voice, *, drawn: bool) -> None:
    """Which of the four situations, drawn where asked; nothing where only one half was ever looked at."""
    if unit.situation is None or not told_of(unit):
        return
    cells = four_cells(unit.situation, signs) if drawn else []
    if cells:
        sheet.raw()
        for line in cells:
            sheet.raw(line)
    sheet.raw()
    sheet.say(situation_sentence(unit, voice), indent=0 if drawn else 2)
    job = half_the_job(unit, voice)
    if job:
        sheet.say(job, indent=0 if drawn else 2)


def with_clocks(first: Released | None, ranked: Sequence[Released]) -> Released | None:
    """Whose clocks page one tells: those of the unit it speaks of, or of the only one that has any (S5)."""
    some = [unit for unit in ranked if unit.speaking is not None and unit.speaking.clocks]
    if first is not None and any(unit is first for unit in some):
        return first
    return some[0] if len(some) == 1 else None


def clocks(sheet: Sheet, unit: Released | None, on_us: int, zone: tzinfo, *, alone: bool = True) -> None:
    """The three clocks (S5), with whose they are where page one speaks of others too."""
    if unit is None or unit.speaking is None or not unit.speaking.clocks:
        return
    sheet.head(f"The last time, in what was read{'' if alone else f': {plain(unit.label)}'}")
    found = unit.speaking.clocks
    unobserved = all(clock.state == "unobserved" for clock in found)
    for clock in found:
        # What holds for all of them is said once.
        told = clock_when if unobserved else clock_sentence
        sheet.say(told(clock, on_us, zone), indent=2, hang=4)
    if unobserved:
        sheet.say(UNOBSERVED, indent=2)


def records(ranked: Sequence[Released]) -> list[str]:
    """Our own record of forecasting how speaking up is met, of each unit, by name where there are several."""
    told = []
    for unit in ranked:
        label = plain(unit.label)
        to = f" {'in' if unit.kind not in ('leader', 'self') else 'to'} {'you' if label == 'You' else label}"
        line = None if unit.safety is None else record_line(unit.safety, to if len(ranked) > 1 else "")
        told += [line] if line else []
    return told


def beside_speaking(sheet: Sheet, ranked: Sequence[Released]) -> None:
    """What stands beside the forecast of speaking up, of each unit."""
    for unit in ranked:
        lines = _lines(unit, unit.safety) if unit.safety is not None and told_of(unit) else []
        if not lines:  # Of answers alone there is nothing to lay beside.
            continue
        sheet.head("Beside speaking up" if len(ranked) == 1 else f"Beside speaking up: {plain(unit.label)}")
        for line in lines:
            sheet.say(line, indent=2, hang=4)


def _lines(unit: Released, safety: SafetyForecast) -> list[str]:
    speaking, lines = unit.speaking, list[str | None]()
    if safety.made:
        lines += [levels_line(safety), followed_line(safety)]
    lines += [stages_line(safety), roles_line(safety), disagreement(unit), speaking_line(safety)]
    if speaking is not None:
        lines += [lateness_line(speaking.lateness)] if speaking.lateness is not None else []
        lines += [leaders_line(speaking.leaders)] if speaking.leaders is not None else []
        lines.append(drift_line(speaking.drift))
    return [line for line in lines if line]


_WIDTHS: Final = (9, 9, 9, 5, 8, 6, 6)
ROOM_FOR_ALL: Final = 76
"""Columns from which on the table of speaking up has all of its own."""


def speaking_table(sheet: Sheet, signs: Signs, ranked: Sequence[Released], most: int) -> None:
    """The figures of speaking up, a line a unit; nothing where nobody has any."""
    some = [unit.safety for unit in ranked if unit.safety is not None and told_of(unit)]
    if not some:
        return
    columns = ("next made", "any act", "90% range", f"{percent(some[0].line)}+", "moments", "in 90d", "latest")
    # Where it is narrow the two that are told elsewhere make room.
    kept = [place for place in range(len(columns)) if sheet.width >= ROOM_FOR_ALL or place not in (1, 6)]
    name = sheet.width - sum(_WIDTHS[place] for place in kept) - 2 * len(kept)

    def row(label: str, values: Sequence[str]) -> str:
        shown = [cell(values[place], _WIDTHS[place], right=True, signs=signs) for place in kept]
        return "  ".join([cell(label, name, signs=signs), *shown])

    sheet.raw()
    sheet.raw(row("met well", columns))
    sheet.raw(signs.rule * sheet.width)
    for unit in ranked[:most]:
        sheet.raw(row(plain(unit.label), _row_of(unit.safety)))


def _row_of(safety: SafetyForecast | None) -> tuple[str, ...]:
    if safety is None:
        return ("-",) * len(_WIDTHS)
    fresh = known(safety.fresh_days)
    ago = "-" if fresh is None else f"{int(fresh)}d" if fresh < 1000 else f"{whole(fresh / 365.25)}y"
    volume = (f"{safety.acts:,}", f"{safety.recent:,}", ago)
    if safety.voice is None or safety_verdict(safety) in ("nothing", "unsettled"):
        return ("-", "-", "-", "-", *volume)
    made = "-" if safety.spoken is None else percent(safety.spoken.mean)
    between = f"{percent(safety.voice.low)}-{percent(safety.voice.high)}"
    return (made, percent(safety.voice.mean), between, percent(safety.p_above), *volume)
