"""A released conversation review for a terminal: the sentence first, then what was missed, a strip, and the rest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, tzinfo
from typing import Final

from saidanddone.privacy.review import Place, ReleasedReview, ReviewedConversation
from saidanddone.report.bands import PLAIN, PRETTY, Signs, cell
from saidanddone.report.review.answer import answer, grounds
from saidanddone.report.review.overview import called_in_list, glances, heading, overview_told
from saidanddone.report.review.picture import axis_of, ends_of, placeable
from saidanddone.report.review.practices import chosen
from saidanddone.report.review.smallprint import small_print
from saidanddone.report.review.tally import Found, Tally, by_weight, lowest_first, tallied
from saidanddone.report.review.telling import (
    ONLY_PROPOSED,
    alike,
    by_when,
    missed_intro,
    noticed_told,
    promise_state,
    promises_intro,
    proposed_replies,
    proposed_told,
    replies_intro,
    reply_told,
    talk_told,
    told_of,
    way_out,
    whose,
)
from saidanddone.report.review.words import LEVELS, RUNGS, called, when, where
from saidanddone.report.terminal import Sheet
from saidanddone.report.words import sentence_case

__all__ = ["render"]

_MISSED: Final = 5
_PROPOSED: Final = 3
_REPLIES: Final = 5
_PROMISES: Final = 6
_TALKS: Final = 6
_PROBLEMS: Final = 5
_NAME: Final = 13


def render(
    review: ReleasedReview,
    zone: tzinfo = UTC,
    width: int = 80,
    colour: bool = False,
    ascii_only: bool = False,
) -> str:
    """The review as text.

    Args:
        zone: the reader's, for dates. width: columns, at least 60. colour: ANSI colours, of which nothing depends.
        ascii_only: signs in ASCII.

    Raises:
        NotReleased: privacy has not released it.
    """
    tally = tallied(review)
    sheet, signs = Sheet(max(60, width), colour), PLAIN if ascii_only else PRETTY
    sheet.say(answer(tally), style="bold")
    if said := grounds(tally):
        sheet.say(" ".join(said), style="quiet")
    if len(review.conversations) > 1:
        _overview(sheet, tally, signs, zone)
    if tally.heard:
        _missed(sheet, tally, zone)
        _strip(sheet, tally, signs, zone)
        if review.reader:
            _replies(sheet, tally, zone)
        if review.noticed is not None:
            _told(sheet, "What you noticed", noticed_told(tally))
        _promises(sheet, tally, zone)
        _practice(sheet, tally)
    if talk := talk_told(tally):
        _told(sheet, "Who had the words", talk)
    sheet.head("Small print")
    for line in small_print(tally, zone, most=_PROBLEMS):
        sheet.say(line, indent=2, hang=4, style="quiet")
    return "\n".join(sheet.lines) + "\n"


def _at(talk: ReviewedConversation, place: Place, zone: tzinfo) -> str:
    return ", ".join(part for part in (when(talk, place, zone), where(talk, place)) if part)


def _told(sheet: Sheet, head: str, sentences: Sequence[str]) -> None:
    sheet.head(head)
    for sentence in sentences:
        sheet.say(sentence, indent=2)


def _overview(sheet: Sheet, tally: Tally, signs: Signs, zone: tzinfo) -> None:
    sheet.head(heading(tally))
    sheet.say(" ".join(overview_told(tally)), indent=2)
    told = glances(tally)
    hard = tally.review.reader
    name = sheet.width - (32 if hard else 26)
    sheet.raw(f"  {cell('', name)}{'acts':>6}{'no answer':>12}{'hard' if hard else '':>6}".rstrip())
    for one in told[:_TALKS]:
        label = cell(called_in_list(tally, one, zone), name, signs=signs)
        acts, missed, mine = ("-",) * 3 if one.refused else (f"{one.acts:,}", f"{one.missed:,}", f"{one.hard:,}")
        sheet.raw(f"  {label}{acts:>6}{missed:>12}{mine if hard else '':>6}".rstrip())
    if len(told) > _TALKS:
        sheet.raw(f"  and {len(told) - _TALKS:,} more, see the report (--report FILE.html)")


def _missed(sheet: Sheet, tally: Tally, zone: tzinfo) -> None:
    sheet.head("Missed opportunities")
    sheet.say(missed_intro(tally), indent=2)
    ranked = by_weight(tally.missed)
    for group in alike(ranked[:_MISSED]):
        places = "; ".join(_at(one.talk, one.act.place, zone) for one in group)
        n = len(group)
        sheet.say(f"{told_of(group[0], n)} ({places}). {way_out(group[0], n)}", indent=2, hang=4)
    _rest(sheet, len(ranked) - _MISSED)
    if maybe := proposed_told(tally):
        sheet.say(f"{maybe}.", indent=2)
        for one in by_weight(tally.missed_proposed)[:_PROPOSED]:
            sheet.say(f"Perhaps {called(one.act.kind)} ({_at(one.talk, one.act.place, zone)})", indent=4, hang=6)


def _rest(sheet: Sheet, n: int) -> None:
    if n > 0:
        sheet.say(f"and {n:,} more, see the report (--report FILE.html)", indent=2)


def _strip(sheet: Sheet, tally: Tally, signs: Signs, zone: tzinfo) -> None:
    """The timeline in characters: a lane a rung; of several acts in one column the one nobody answered is shown.

    What is only proposed is a question mark beside what counts.
    """
    if not tally.shown:
        return
    sheet.head("What was said, and how it was met")
    shown = placeable(tally.shown)
    axis = axis_of(shown)
    wide = sheet.width - _NAME - 4
    silent, met = ("o", "x") if signs.plain else ("○", "●")
    mixed = bool(tally.counted and tally.proposed)
    for rung, name in RUNGS.items():
        cells = [signs.track] * wide
        ranked = [(one, at) for one, at in zip(shown, axis.at, strict=True) if one.act.stage == rung]
        for one, value in sorted(ranked, key=lambda mark: _shown_over(mark[0])):
            part = 0.5 if axis.last <= axis.first else (value - axis.first) / (axis.last - axis.first)
            at = min(wide - 1, round(part * (wide - 1)))
            sign = silent if one.act.met is None else str(one.reply.level) if one.reply else met
            if mixed and not one.act.counts:  # beside what counts, where that stands in its place
                at = next(
                    (near for near in (at, at + 1, at - 1) if 0 <= near < wide and cells[near] == signs.track), -1
                )
                sign = "?"
            if at >= 0:
                cells[at] = sign
        sheet.raw(f"  {name:{_NAME}}{''.join(cells)}")
    first, last = ends_of(axis, zone)
    sheet.raw(f"  {'':{_NAME}}{first}{last:>{wide - len(first)}}")
    only = "" if tally.counted else f" {ONLY_PROPOSED}"
    replies = [one.reply for one in tally.counted or tally.proposed if one.reply]
    open_ = sum(not reply.counts for reply in replies)
    tier = "" if not open_ else ", which is only proposed" if open_ == len(replies) else ", of some only proposed"
    yours = f"; a figure: your reply, by its level 1 to 5{tier}" if replies else ""
    doubt = (
        f"; ? {len(tally.proposed):,} that {'is' if len(tally.proposed) == 1 else 'are'} only proposed" if mixed else ""
    )
    sheet.say(f"{silent} nobody answered, {met} somebody did{yours}{doubt}.{only}", indent=2, style="quiet")


def _shown_over(one: Found) -> tuple[bool, int]:
    """What counts first, so that what is proposed finds its place beside it; of what counts the silent last, on top."""
    return not one.act.counts, (one.act.met is None) + (one.reply is not None)


def _replies(sheet: Sheet, tally: Tally, zone: tzinfo) -> None:
    sheet.head("Your replies")
    for sentence in replies_intro(tally):
        sheet.say(sentence, indent=2)
    if maybe := proposed_replies(tally):
        sheet.say(f"{maybe}: see the report (--report FILE.html).", indent=2)
    ranked = lowest_first(tally.replies)
    if not ranked:
        return
    for level in sorted(LEVELS, reverse=True) if tally.level(*LEVELS) else ():
        n = tally.review.mine.get(level, 0)
        sheet.raw(f"    {level}  {sentence_case(LEVELS[level]):36}{n:>5,}")
    for one in sorted(ranked[:_REPLIES], key=lambda found: (found.n, found.act.place.turn)):
        sheet.say(_reply(one, zone), indent=2, hang=4)
    _rest(sheet, len(ranked) - _REPLIES)


def _reply(one: Found, zone: tzinfo) -> str:
    return f"To {called(one.act.kind)} ({_at(one.talk, one.act.place, zone)}): {' '.join(reply_told(one))}"


def _promises(sheet: Sheet, tally: Tally, zone: tzinfo) -> None:
    _told(sheet, "Promises heard", [said.replace("`", "") for said in promises_intro(tally)])
    order = {"you": 0, "leader": 1, "somebody": 2}
    ranked = sorted(tally.promises, key=lambda one: (order[one.promise.by], one.promise.due_us is not None))
    for one in ranked[:_PROMISES]:
        said = f"{sentence_case(whose(one.promise))}, {by_when(one.promise, zone)}; {promise_state(one)}"
        sheet.say(f"{said} ({_at(one.talk, one.promise.place, zone)})", indent=2, hang=4)
    _rest(sheet, len(ranked) - _PROMISES)


def _practice(sheet: Sheet, tally: Tally) -> None:
    practice = chosen(tally)
    sheet.head(f"One practice to try: {practice.name.lower()}")
    sheet.say(practice.do, indent=2)
    sheet.say(f'"{practice.say}"', indent=4)
    sheet.say(f"Better left unsaid: {practice.avoid}", indent=2)
    sheet.say(practice.not_when, indent=2)
    sheet.say(f"Why this: {practice.why}", indent=2)
