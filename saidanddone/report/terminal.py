"""A released diagnosis for a terminal: the sentence first, then bands drawn in characters, then the table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, tzinfo
from typing import Final

from saidanddone.diagnosis.finding import Mark
from saidanddone.privacy.release import Distribution, Released, ReleasedDiagnosis, require_released
from saidanddone.report.advice import hold_back, rather_not, tomorrow
from saidanddone.report.alongside import answered, groups, in_two_lines, met, parted
from saidanddone.report.bands import PLAIN, PRETTY, Signs, cell, empty_band, plain_band, scale, trust_band
from saidanddone.report.changing import change, change_of_many
from saidanddone.report.citing import NAMED, named
from saidanddone.report.facts import facts
from saidanddone.report.fourcells import in_short, safety_band, safety_figures, under_lines
from saidanddone.report.headline import headline, keep_apart, safety_gives, safety_read
from saidanddone.report.lasttime import LAST_TIME, LastTime, day_of, first_of
from saidanddone.report.lasttime import told as told_last
from saidanddone.report.safetywords import safety_grounds, safety_look, safety_sentence, settle_sentences
from saidanddone.report.scored import own_record
from saidanddone.report.sentences import (
    NOTHING_YET,
    by_caution,
    first_unit,
    for_whose_eyes,
    grounds,
    in_order,
    line_of,
    look,
    order_of,
    unit_sentence,
    verdict,
)
from saidanddone.report.sheet import Sheet
from saidanddone.report.smallprint import small_print
from saidanddone.report.speaking import (
    beside_speaking,
    clocks,
    records,
    situation_of,
    speaking_table,
    told_of,
    with_clocks,
)
from saidanddone.report.together import together
from saidanddone.report.voice import Voice, by, only_shown, sort_of, voice_of
from saidanddone.report.words import command, joined, known, number, percent, plain, whole

__all__ = ["LINES_OF_UNITS", "Sheet", "render"]

LINES_OF_UNITS: Final = 12
"""So many units are drawn and tabled; the rest are counted and left to the report."""

FEW: Final = 3
"""Up to so many units are told each in its own sentences and two wide bands."""

BESIDE_SHOWN: Final = 3
"""With several units only the first facts of each are told; the report tells the rest."""

PROBLEMS_SHOWN: Final = 5
SITUATION_WIDTH: Final = 19
"""Columns a situation's name takes in a table of many."""


def render(
    diagnosis: ReleasedDiagnosis,
    *,
    width: int = 80,
    colour: bool = False,
    ascii_only: bool = False,
    zone: tzinfo = UTC,
    mark: str | None = None,
    remembered: Sequence[LastTime] = (),
    brief: bool = False,
    voice: str = "leader",
) -> str:
    """The diagnosis as text.

    Args:
        width: columns, at least 60. colour: ANSI colours, of which nothing depends. ascii_only: bands in ASCII.
        zone: the reader's, for dates. mark: what this page is marked with, such as "From your memory only".
        remembered: the last time somebody spoke up, as its owner told it; the one thing to do may then be about that.
        brief: the answer, its bands and the one thing to do; the rest is left to the page.
        voice: whose page it is, a ``leader``'s or a ``team``'s: the same figures, told to those who read it.

    Raises:
        NotReleased: privacy has not released it.
    """
    require_released(diagnosis)
    diagnosis = only_shown(diagnosis, voice)
    speaks = voice_of(diagnosis, voice)
    if voice == "team":
        remembered = ()  # What somebody remembers is theirs alone.
    sheet, signs = Sheet(max(60, width), colour), PLAIN if ascii_only else PRETTY
    if mark:
        sheet.say(f"[{plain(mark)}]")
        sheet.raw()
    sheet.say(headline(diagnosis, speaks), style="bold")
    ranked, first = in_order(diagnosis, speaks), first_unit(diagnosis, speaks)
    if diagnosis.distribution is not None:
        _together(sheet, signs, diagnosis.distribution)
    elif len(ranked) <= FEW:
        for unit in ranked:
            _unit(sheet, signs, unit, speaks, told=unit is not first or len(ranked) > 1)
            situation_of(sheet, signs, unit, speaks, drawn=len(ranked) == 1)
    else:
        _many(sheet, signs, ranked)
    if keep_apart(diagnosis):
        sheet.raw()
        sheet.say(keep_apart(diagnosis))
    if not any(told_of(unit) for unit in ranked):
        sheet.raw()
        sheet.say(f"Safety: {NOTHING_YET}. {safety_read(diagnosis)} {safety_gives()}")
    if not brief:
        clocks(sheet, with_clocks(first, ranked), diagnosis.on_us, zone, alone=len(ranked) == 1)
    in_two_lines(sheet, first, ranked, zone, speaks)
    _remembered(sheet, remembered, diagnosis.on_us, zone)
    _do(sheet, diagnosis, remembered, speaks)
    if brief:
        return "\n".join(sheet.lines) + "\n"
    _change(sheet, first, ranked)
    if first is not None:
        parted(sheet, first, speaks)
    if ranked:
        _table(sheet, signs, ranked)
        speaking_table(sheet, signs, ranked, LINES_OF_UNITS)
    if len(ranked) <= FEW:
        _beside(sheet, ranked, diagnosis.on_us, zone, speaks)
        beside_speaking(sheet, ranked)
        several = len(ranked) > 1
        answered(sheet, ranked, zone, speaks, ascii_only=ascii_only, several=several)
        groups(sheet, diagnosis.pulses, zone, ascii_only=ascii_only)
        met(sheet, ranked, zone, speaks, several=several)
    if diagnosis.distribution is None:
        sheet.raw()
        sheet.say(own_record(diagnosis.record))
        for line in records(ranked if len(ranked) <= FEW else [first] if first is not None else []):
            sheet.say(line)
    _small_print(sheet, diagnosis, zone)
    return "\n".join(sheet.lines) + "\n"


def _unit(sheet: Sheet, signs: Signs, unit: Released, voice: Voice, *, told: bool) -> None:
    label = plain(unit.label)
    sheet.raw()
    if told:
        what = ", ".join(part for part in (sort_of(unit), by(unit)) if part)
        sheet.say(f"{label} ({what})" if label != "You" else label, style="bold")
    sheet.say(unit_sentence(unit, voice) if told else grounds(unit, voice), indent=2 if told else 0)
    wide = sheet.width - 28
    sheet.raw(f"  {'':8}{scale(wide)}")
    band = sheet.styled(trust_band(unit.trust, wide, signs), look(unit.trust))
    sheet.raw(f"  {'trust':8}{band}  {_figures(unit)}")
    safe = sheet.styled(safety_band(unit.safety, wide, signs), safety_look(unit.safety))
    sheet.raw(f"  {'safety':8}{safe}  {safety_figures(unit.safety)}")
    lines = [unit.trust.line, *([unit.safety.line] if safety_figures(unit.safety) and unit.safety else [])]
    for row in under_lines(lines, wide, signs):
        sheet.raw(f"  {'':8}{row}")
    if told_of(unit):
        sheet.say(safety_sentence(unit, voice) if told else safety_grounds(unit), indent=2 if told else 0)


def _together(sheet: Sheet, signs: Signs, found: Distribution) -> None:
    low, middle, high = found.quartiles
    wide, line = sheet.width - 28, f"{signs.line} {percent(found.line)} line"
    sheet.raw()
    sheet.raw(f"  {'':8}{scale(wide)}")
    band = plain_band(low, middle, high, found.line, wide, signs)
    sheet.raw(f"  {'trust':8}{band}  {percent(middle)} ({percent(low)}-{percent(high)})")
    sheet.raw(f"  {'safety':8}{empty_band(wide, signs)}")
    sheet.raw(f"  {'':8}{'':{min(wide - len(line), round(found.line * (wide - 1)))}}{line}")
    sheet.raw()
    for sentence in together(found)[1:]:
        sheet.say(sentence)


def _figures(unit: Released) -> str:
    trust = unit.trust
    if verdict(trust) == "nothing":
        return ""
    if known(trust.low) is None or known(trust.high) is None:
        return percent(trust.mean)
    return f"{percent(trust.mean)} ({percent(trust.low)}-{percent(trust.high)})"


def _many(sheet: Sheet, signs: Signs, ranked: Sequence[Released]) -> None:
    some = any(told_of(unit) for unit in ranked)
    # Where there is room, each unit's situation stands in words beside its two bands.
    last = SITUATION_WIDTH if some and sheet.width >= 76 else 0
    name = min(16 if last else 22, sheet.width // 4)
    figure, safe = (6 if some else 0), (10 if last else 12)
    wide = sheet.width - name - safe - 9 - figure - (last + 2 if last else 0)
    sheet.raw()
    heads = f"{'':{name}} {cell('trust', wide)}       {cell('safety', safe + figure)}"
    sheet.raw(f"{heads}  situation" if last else heads)
    sheet.raw(f"{'':{name}} {scale(wide)}       {cell('0    100%' if last else '0      100%', safe)}")
    for unit in ranked[:LINES_OF_UNITS]:
        trust = unit.trust
        band = sheet.styled(trust_band(trust, wide, signs), look(trust))
        middle = "" if verdict(trust) == "nothing" else percent(trust.mean)
        band_of_safety = sheet.styled(safety_band(unit.safety, safe, signs), safety_look(unit.safety))
        line = f"{cell(plain(unit.label), name, signs=signs)} {band} {middle:>4}  {band_of_safety}"
        if some:
            line += f" {safety_figures(unit.safety).split(' ')[0]:>5}"
        sheet.raw(f"{line}  {in_short(unit.situation)}" if last else line)
    trust = ranked[0].trust
    sheet.raw(f"{'':{name}} {under_lines([trust.line], wide, signs)[0]}")
    _rest(sheet, ranked)
    kinds = (
        "O likely kept, X likely not, o not settled" if signs.plain else "● likely kept, ◆ likely not, ○ not settled"
    )
    sheet.say(f"{kinds}; at least {line_of(trust)}, {order_of(ranked)}.", style="quiet")


def _rest(sheet: Sheet, ranked: Sequence[Released]) -> None:
    if len(ranked) > LINES_OF_UNITS:
        sheet.raw(f"and {len(ranked) - LINES_OF_UNITS:,} more, see the report (--report FILE.html)")


def _table(sheet: Sheet, signs: Signs, ranked: Sequence[Released]) -> None:
    line = line_of(ranked[0].trust)
    columns = ("next kept", "90% range", f"{line}+", "occasions", "in 90d", "latest")
    widths = (9, 9, 5, 9, 6, 7)
    name = sheet.width - sum(widths) - 2 * len(widths)

    def row(label: str, values: Sequence[str]) -> str:
        shown = [cell(value, w, right=True, signs=signs) for value, w in zip(values, widths, strict=True)]
        return "  ".join([cell(label, name, signs=signs), *shown])

    sheet.raw()
    sheet.raw(row("", columns))
    sheet.raw(signs.rule * sheet.width)
    for unit in ranked[:LINES_OF_UNITS]:
        sheet.raw(row(plain(unit.label), _row_of(unit)))
    _rest(sheet, ranked)


def _row_of(unit: Released) -> tuple[str, ...]:
    trust = unit.trust
    fresh = known(trust.fresh_days)
    volume = (f"{trust.occasions:,}", f"{trust.recent:,}", "-" if fresh is None else _ago(fresh))
    if verdict(trust) == "nothing":
        return ("-", "-", "-", *volume)
    interval = "-" if known(trust.low) is None else f"{percent(trust.low)}-{percent(trust.high)}"
    return (percent(trust.mean), interval, percent(trust.p_above), *volume)


def _ago(days: float) -> str:
    return f"{int(days)}d" if days < 1000 else f"{whole(days / 365.25)}y"


def _beside(sheet: Sheet, ranked: Sequence[Released], on_us: int, zone: tzinfo, voice: Voice) -> None:
    for unit in ranked:
        told = facts(unit, on_us, zone, voice)
        if len(ranked) > 1:
            told = told[:BESIDE_SHOWN]
        if verdict(unit.trust) == "nothing" or not told:
            continue
        sheet.head("Beside the forecast" if len(ranked) == 1 else f"Beside the forecast: {plain(unit.label)}")
        for fact in told:
            sheet.say(f"{fact.name}: {fact.said}{_rows_of(unit, fact.rows)}", indent=2, hang=4)
        sheet.say(for_whose_eyes(unit, voice), indent=2, hang=4)


def _rows_of(unit: Released, rows: Sequence[Mark]) -> str:
    """The rows a sentence speaks of, where they are few enough to name."""
    if not 0 < len(rows) <= NAMED or len(rows) == len(unit.marks):
        return ""
    before, names = named(rows[::-1], unit.marks)
    return f" ({before}{joined(names)})"


def _remembered(sheet: Sheet, remembered: Sequence[LastTime], on_us: int, zone: tzinfo) -> None:
    if remembered:
        sheet.head(LAST_TIME)
    for last in remembered:
        sheet.say(told_last(last, day_of(on_us, zone)), indent=2, hang=4)


def _do(sheet: Sheet, diagnosis: ReleasedDiagnosis, remembered: Sequence[LastTime], voice: Voice) -> None:
    advice = first_of(remembered, tomorrow(diagnosis, voice))
    about = f" ({advice.unit})" if advice.unit and len(diagnosis.released) > 1 else ""
    sheet.head(f"One thing to do tomorrow{about}")
    sheet.say(advice.do, indent=2)
    sheet.say(f'"{advice.say}"', indent=4)
    if advice.avoid:
        sheet.say(rather_not(advice, '"{}"'), indent=2, hang=4)
    if advice.also:
        sheet.say(f"The same would help {number(advice.also)} more.", indent=2)
    sheet.say(f"Why this: {advice.why}", indent=2)
    if advice.not_when:
        sheet.say(hold_back(advice), indent=2)


def _change(sheet: Sheet, unit: Released | None, ranked: Sequence[Released]) -> None:
    if unit is None:
        if ranked:
            sheet.head("What would change these answers")
            sheet.say(change_of_many(ranked), indent=2)
        return
    sheet.head("What would change this answer")
    for sentence in (*change(unit), *(settle_sentences(unit) if told_of(unit) else ())):
        sheet.say(sentence, indent=2)


def _small_print(sheet: Sheet, diagnosis: ReleasedDiagnosis, zone: tzinfo) -> None:
    sheet.head("Small print")
    for line in small_print(diagnosis, zone, most=PROBLEMS_SHOWN):
        sheet.say(line, indent=2, hang=4, style="quiet")
    if diagnosis.released:
        more = ", and so on" if len(diagnosis.released) > 1 else ""
        example = command(by_caution(diagnosis.released)[0].id)
        sheet.say(f"Every figure can name its rows: {example}{more}.", indent=2, hang=4, style="quiet")
