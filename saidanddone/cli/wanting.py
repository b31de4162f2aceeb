"""Which promises want a word: as a list, and in one line below what another verb printed."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from saidanddone.cli import clock, terminal
from saidanddone.cli.when import in_words
from saidanddone.settings import default

if TYPE_CHECKING:
    from saidanddone.verbs.repair import Brief, Endangered, Owed, Places, ReleasedDiagnosis, Wanting

__all__ = ["hint", "listed", "notebook_typed", "offer", "offered", "places_typed", "stands"]

_SHOWN: Final = 10
_INDENT: Final = 8


def listed(found: Endangered, places: Sequence[str] = ()) -> None:
    """The list, most urgent first, each with why it is on it; ``places`` as typed, for the command below it."""
    from saidanddone.report.words import count_of, percent, sentence_case

    more = f"{count_of(found.soon, 'more promise' if found.wanting else 'promise')} {_be(found.soon)} due before long"
    them = "it" if found.soon == 1 else "them"
    sign = f"nothing points against {them}" if found.forecast is not None else "there is no forecast to go by yet"
    rest = f"{sentence_case(more)}; {sign}." if found.soon else ""
    if found.unexamined:
        others = count_of(found.unexamined, "promise")
        rest += (
            f" {sentence_case(others)} more {_be(found.unexamined)} as near; whether the forecast has fallen since, "
            "nobody looked: that takes a forecast for each day something was promised."
        )
    rest = rest.strip()
    if not found.wanting:
        terminal.say("Nothing wants a word today: no promise of yours is overdue or in danger.")
        if rest:
            terminal.tell(rest)
        return
    count = len(found.wanting)
    order = " wants a word." if count == 1 else " want a word, the most urgent first."
    terminal.say(sentence_case(count_of(count, "promise")) + order)
    for one in found.wanting[:_SHOWN]:
        promise = one.promise
        terminal.say(f"\n{promise.id or '(no id)':{_INDENT - 1}} {promise.what or f'in {promise.source}'}")
        also = f" It stands in {promise.source} as well." if promise.source and promise.what else ""
        terminal.tell(f"{stands(promise, found.on)}{_sign(one, found)}{also}", indent=_INDENT)
    if count > _SHOWN:
        terminal.say(f"\nand {count_of(count - _SHOWN, 'other')}.")
    if found.forecast is not None and any(one.why in ("below", "fallen") for one in found.wanting):
        terminal.say()
        terminal.tell(
            f"The forecast is {percent(found.forecast.mean)} for the next promise you make, whichever it is. "
            "Which of these will hold, you know best."
        )
    if rest:
        terminal.say()
        terminal.tell(rest)
    first = found.wanting[0].promise
    which = [first.id] if first.id else first.what.split()
    terminal.say(f"\nFor the words: {shlex.join(['saidanddone', 'repair', *which, *places])}")


def _sign(one: Wanting, found: Endangered) -> str:
    """What points against it."""
    from saidanddone.report.words import percent

    if found.forecast is None or one.why not in ("below", "fallen"):
        return ""
    now, line = percent(found.forecast.mean), percent(found.forecast.line)
    if one.then is not None and abs(one.then - found.forecast.mean) >= default("repair_fall"):
        fell = one.then > found.forecast.mean
        moved = f"The forecast has {'fallen' if fell else 'risen'} from {percent(one.then)} to {now} since you made it"
    else:
        moved = f"The forecast is {now}"
    return f" {moved}{f', below the line of {line}' if one.why == 'below' else ''}."


def stands(promise: Owed, today: date) -> str:
    """How a promise stands, and until when a new date can take the old one's place."""
    from saidanddone.report.words import span

    if promise.status == "unread":
        return "ledger.csv does not say when it was made or due so that it can be read."
    if promise.status == "admitted":
        return "You have said already that it will not be kept."
    if promise.due is None or promise.counts is None:
        return "It has no date."
    late = (today - promise.counts).days
    if late > 0:
        ago = "yesterday" if late == 1 else f"{span(late)} ago"
        moved = "" if promise.due == promise.counts else f", and moved to {in_words(promise.due, today=today)} since"
        quiet = " No word of it was found since." if promise.status == "dropped" else ""
        return f"Was due {in_words(promise.counts, today=today)}, {ago}{moved}.{quiet}"
    when = {0: "today", 1: "tomorrow"}.get(-late, f"in {span(-late)}")
    due = f"Due {in_words(promise.counts, today=today)}, {when}."
    if promise.last_move is None and promise.moves:
        return f"{due} It was moved before, so no later date can take its place."
    if promise.last_move is None or promise.last_move < today:
        return f"{due} Too late for a later date to count instead, not too late to say so."
    if promise.last_move == today:
        return f"{due} Today is the last day on which a later date still counts."
    return f"{due} Until {in_words(promise.last_move, today=today)} a later date still counts."


def hint(today: date, *, into: Path | None = None, besides: str = "") -> None:
    """One line that offers repair, where a promise is overdue or due within a week; silent otherwise."""
    from saidanddone.verbs.repair import in_brief

    said = offer(in_brief(on=today, into=into, besides=besides), shlex.join(notebook_typed(into)))
    if said:
        terminal.say(said)


def offered(
    found: ReleasedDiagnosis, sources: Sequence[str], me: str, roster: Path | None, dates: str | None, tz: str
) -> None:
    """The same below a diagnosis that whoever asks is in, from their own result; the command asks of the same."""
    from saidanddone.verbs.repair import Places, in_result, settled_apart
    from saidanddone.verbs.start import own_notebook

    places = None if own_notebook(sources) else Places(tuple(sources), me, roster, dates, tz)
    brief = in_result(found)
    if places is not None:
        brief = settled_apart(brief, places, clock.day_at(found.on_us, tz))
    said = offer(brief, shlex.join(places_typed(places)))
    if said:
        terminal.say(said)


def offer(brief: Brief, places: str = "") -> str:
    """The line that offers repair, with evidence as typed; empty where nothing calls for it."""
    from saidanddone.report.words import count_of, number, sentence_case

    late, soon = brief.late, brief.soon
    if not late and not soon:
        return ""
    said = f"{count_of(late or soon, 'promise')} {_be(late or soon)} {'overdue' if late else 'due within a week'}"
    if late and soon:
        said += f", {number(soon)} {_be(soon)} due within a week"
    if soon and brief.below:
        said += ", and the forecast is below the line"
    return f"{sentence_case(said)}: saidanddone repair {places}".rstrip()


def places_typed(places: Places | None) -> list[str]:
    """The evidence and its options, as they are typed."""
    if places is None:
        return []
    words = [*map(str, places.evidence), "--me", places.me]
    words += ["--roster", str(places.roster)] if places.roster is not None else []
    words += ["--dates", places.dates] if places.dates is not None else []
    return words + (["--tz", places.tz] if places.tz != "UTC" else [])


def notebook_typed(into: Path | None) -> list[str]:
    """The option that names the notebook, where it is not the one that belongs to this folder."""
    return [] if into is None else ["--into", str(into)]


def _be(count: int) -> str:
    return "is" if count == 1 else "are"
