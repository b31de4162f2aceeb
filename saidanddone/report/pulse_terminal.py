"""A released pulse for a terminal: team by team what answers tell, beside whom, and never more than was released."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, tzinfo
from typing import Final

from saidanddone.diagnosis.pulse import Answered, Apart, Pulse
from saidanddone.privacy.pulse import told_at_least
from saidanddone.privacy.release import GroupPulse, Released, ReleasedDiagnosis, require_released
from saidanddone.report.answerwords import HALVES
from saidanddone.report.sheet import Sheet
from saidanddone.report.smallprint import troubles
from saidanddone.report.words import day, number, plain
from saidanddone.survey.bands import BANDS

__all__ = ["HALVES", "composites", "render"]

_WIDE: Final = 28
_STEPS: Final[Mapping[str, str]] = {
    "inclusion": "belonging",
    "learner": "asking and admitting",
    "contributor": "offering ideas",
    "challenger": "problems and challenges",
}
_TOLD: Final = (
    ("own", "did themselves"),
    ("witnessed", "saw others do"),
    ("held_back", "held back"),
)


def render(
    diagnosis: ReleasedDiagnosis, *, width: int = 80, colour: bool = False, ascii_only: bool = False, zone: tzinfo = UTC
) -> str:
    """What a diagnosis holds of pulses, as text: every team's, every group's, what was withheld and why.

    Args:
        width: columns, at least 60. colour: ANSI colours, of which nothing depends. ascii_only: no sign beyond ASCII.
        zone: the reader's, for dates.

    Raises:
        NotReleased: privacy has not released it.
    """
    require_released(diagnosis)
    sheet = Sheet(max(60, width), colour)
    teams = [unit for unit in diagnosis.released if unit.pulse is not None and unit.kind == "team"]
    sheet.say(_first(teams, diagnosis.pulses), style="bold")
    for unit in teams:
        if unit.pulse is not None:
            _team(sheet, plain(unit.label), unit.pulse, zone, ascii_only)
    for group in diagnosis.pulses:
        sheet.head(plain(group.label) if group.label else "The whole organisation")
        _composites(sheet, _newest(group.answered), zone, ascii_only)
    if diagnosis.withheld:
        sheet.raw()
        for one in diagnosis.withheld:
            sheet.say(f"Withheld: {one.count}. {one.reason}", hang=2)
    for trouble in troubles(diagnosis.problems, _PROBLEMS):
        sheet.say(trouble, hang=2)
    for note in diagnosis.notes:
        sheet.say(plain(note), hang=2)
    if teams or diagnosis.pulses:
        sheet.raw()
        sheet.say(_BANDED, style="quiet")
    return "\n".join(sheet.lines).rstrip() + "\n"


_PROBLEMS: Final = 5
_BANDED: Final = (
    f"{BANDS[0].capitalize()}, {BANDS[1]} and {BANDS[2]}: below 3, from 3, and from 4 of 5, taking all answers of a "
    "half together."
)


def _first(teams: Sequence[Released], groups: Sequence[GroupPulse]) -> str:
    if not teams and not groups:
        return "Of a pulse there is nothing that may be told."
    if not teams:
        return "Of no single team may a pulse be told; of several together it may."
    return f"What {number(len(teams))} {'team' if len(teams) == 1 else 'teams'} answered."


def _team(sheet: Sheet, label: str, pulse: Pulse, zone: tzinfo, ascii_only: bool) -> None:
    sheet.head(label)
    _composites(sheet, pulse.latest, zone, ascii_only)
    for one in pulse.apart:
        sheet.say(_apart(one), indent=2)
    if pulse.promises_due is not None and pulse.promises_kept is not None:
        sheet.say(
            f"Promises to the team in two weeks, in the middle of what people say: {pulse.promises_due:.0f} came due, "
            f"{pulse.promises_kept:.0f} of them kept.",
            indent=2,
        )
    for name, what in _TOLD:
        counts: Mapping[str, int] | None = getattr(pulse, name)
        if counts:
            parts = ", ".join(f"{_STEPS.get(rung, rung)} {n}" for rung, n in counts.items())
            sheet.say(f"What they {what}, told in the last year: {parts}.", indent=2)


def _composites(sheet: Sheet, answered: Sequence[Answered], zone: tzinfo, ascii_only: bool) -> None:
    """The composites, and until when."""
    composites(sheet, answered, ascii_only)
    for closed in sorted({one.closed_us for one in answered}, reverse=True)[:1]:
        sheet.say(f"Newest round closed on {day(closed, zone)}.", indent=2, style="quiet")


def composites(sheet: Sheet, answered: Sequence[Answered], ascii_only: bool) -> None:
    """One line a half: its words, its band, its mean where that may be told, how many answered."""
    said = [
        (
            f"{HALVES[one.half]:<{_WIDE}} {_band(one.band, ascii_only)}{_mean(one, ascii_only)}",
            f"{'at least ' if told_at_least(one) else ''}{one.respondents} answered",
        )
        for one in answered
    ]
    pad = max((len(words) for words, _ in said), default=0)
    fits = all(2 + pad + 2 + len(many) <= sheet.width for _, many in said)
    for words, many in said:
        if fits:
            sheet.raw(f"  {words:<{pad}}  {many}")
        else:
            sheet.say(f"{words}  {many}", indent=2, hang=4)


def _mean(one: Answered, ascii_only: bool) -> str:
    """The mean and its interval, where they may be told."""
    if one.mean is None or one.low is None or one.high is None:
        return ""
    return f" {one.mean:.1f} ({one.low:.1f}{'-' if ascii_only else '–'}{one.high:.1f}) of {one.scale[1]:g}"


def _band(band: int, ascii_only: bool) -> str:
    """The band as a place among three and as its word.

    >>> _band(1, True)
    '.#. middle'
    """
    full, empty = ("#", ".") if ascii_only else ("■", "□")
    return f"{''.join(full if place == band else empty for place in range(len(BANDS)))} {BANDS[band]}"


def _newest(answered: Sequence[Answered]) -> list[Answered]:
    newest = {one.half: one for one in sorted(answered, key=lambda one: one.closed_us)}
    return [newest[half] for half in HALVES if half in newest]


def _apart(one: Apart) -> str:
    """Where answers and behaviour part, as a question to both."""
    way = "better" if one.direction == "higher" else "worse"
    by = "" if one.difference is None else f", by {abs(one.difference):.1f}"
    return (
        f"{HALVES[one.half]}: people answer {way} than what was seen would lead one to expect{by}. Ask the team "
        "what the records miss."
    )
