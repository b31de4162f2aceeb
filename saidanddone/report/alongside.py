"""What people answered and how often they met, for a terminal: a line each first, the whole under its own head."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from saidanddone.privacy.release import GroupPulse, Released
from saidanddone.report import pulse_terminal, routinewords
from saidanddone.report.answerwords import (
    apart_in_short,
    apart_sentences,
    beside_forecasts,
    in_order_of_halves,
    in_short,
    round_of,
    told_lines,
    with_pulse,
)
from saidanddone.report.meeting import command_of, meeting_words, proposals, with_routine
from saidanddone.report.sheet import Sheet
from saidanddone.report.voice import Voice, is_own
from saidanddone.report.words import number, plain, sentence_case

__all__ = ["answered", "groups", "in_two_lines", "met", "parted"]


def in_two_lines(sheet: Sheet, first: Released | None, units: Sequence[Released], zone: tzinfo, voice: Voice) -> None:
    """A line of answers and one of meetings, of the unit that is spoken of or of the only one that has any."""
    asked, met_ = with_pulse(first, units), with_routine(first, units)
    lines = [
        "" if asked is None else in_short(asked, zone, voice, named=asked is not first),
        "" if met_ is None else meeting_words(met_, voice, named=met_ is not first),
    ]
    if any(lines):
        sheet.raw()
    for line in lines:
        if line:
            sheet.say(line)


def parted(sheet: Sheet, unit: Released, voice: Voice) -> None:
    """Where answers and what was seen part, in one sentence."""
    said = apart_in_short(unit, voice)
    if said:
        sheet.say(said, indent=2)


def answered(
    sheet: Sheet, ranked: Sequence[Released], zone: tzinfo, voice: Voice, *, ascii_only: bool, several: bool
) -> None:
    """Each unit's answers: how many answered what, what they told of, and where it parts from what was seen."""
    for unit in ranked:
        pulse = unit.pulse
        if pulse is None or not pulse.latest:
            continue
        ours = voice.says_we(unit)
        sheet.head(f"What {'we' if ours else 'people'} answered{f': {plain(unit.label)}' if several else ''}")
        newest = in_order_of_halves(pulse.latest)
        sheet.say(f"{sentence_case(round_of(max(newest, key=lambda one: one.closed_us), zone))}.", indent=2)
        pulse_terminal.composites(sheet, newest, ascii_only)
        for one in newest:
            said = beside_forecasts(unit, one.half)
            if said and one.half != "engagement":
                sheet.say(f"{pulse_terminal.HALVES[one.half]}: {said[:1].lower()}{said[1:]}", indent=2, hang=4)
        for part in pulse.apart:
            sheet.say(" ".join(apart_sentences(unit, part, voice)), indent=2, hang=4)
        for name, said in told_lines(pulse, ours=ours):
            sheet.say(f"{name}: {said[:1].lower()}{said[1:]}", indent=2, hang=4)


def groups(sheet: Sheet, pulses: Sequence[GroupPulse], zone: tzinfo, *, ascii_only: bool) -> None:
    """What departments and the whole organisation answered, as far as that is told."""
    for one in pulses:
        newest = in_order_of_halves(one.answered)
        sheet.head(f"What people answered together: {plain(one.label) if one.label else 'the whole organisation'}")
        sheet.say(f"{sentence_case(round_of(max(newest, key=lambda each: each.closed_us), zone))}.", indent=2)
        pulse_terminal.composites(sheet, newest, ascii_only)


def met(sheet: Sheet, ranked: Sequence[Released], zone: tzinfo, voice: Voice, *, several: bool) -> None:
    """How often each unit's people met, who goes without as a number, and a rhythm that would answer it."""
    for unit in ranked:
        routine = unit.routine
        if routine is None:
            continue
        own, ours = is_own(unit, voice), voice.says_we(unit)
        whose = f": {plain(unit.label)}" if several else ""
        sheet.head(f"How often {'you' if own else 'we' if ours else 'people'} meet{whose}")
        told = routinewords.sentences(routine, kind=unit.kind, you=own, label=unit.label, zone=zone, we=ours)
        lines, rest = proposals(routine)
        for said in told:
            sheet.say(said, indent=2, hang=4)
        for said in lines:
            sheet.say(f"Proposed: {said[:1].lower()}{said[1:]}", indent=2, hang=4)
        if lines:
            more = f"And {number(rest)} more. " if rest else ""
            sheet.say(f"{more}{command_of(own)}", indent=2, hang=4)
