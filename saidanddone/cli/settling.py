"""What was heard in conversations, settled by a person question by question."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from saidanddone.cli import clock, terminal
from saidanddone.cli.asking import Ask, Stop, ask_line
from saidanddone.errors import UsageError

if TYPE_CHECKING:
    from saidanddone.verbs.listen import Listened
    from saidanddone.verbs.marking import Proposal

__all__ = ["settled"]

_YES: Final = ("y", "yes", "right", "true")
_NO: Final = ("n", "no", "wrong", "false")
_LEVELS_ASKED: Final = (
    "1 could land as a punishment, 2 brushed aside, 3 acknowledged, 4 taken seriously, 5 asked for more"
)
_OR_NONE: Final = "n: it answers something else; Enter: leave it, stop: end"
_MANY: Final = 3
"""From so many answers to plain questions on, a person is asked whether they want to rate them at all."""
_DAY_US: Final = 86_400_000_000
_SHOWN: Final = 600
"""So many characters of a turn are shown when a person is asked about it."""


def settled(found: Listened, ask: Ask, tz: str, marks: Sequence[str] = ()) -> Listened:
    """The same once a person has settled what they want to: what is proposed, what counts anyway, how it was met, and
    what was not heard at all.

    Args:
        marks: moments they noticed; of those at which nothing was heard they are asked what it was.
    """
    said: dict[str, bool | int] = {}
    try:
        if open_ := found.proposals():
            settling = f"{len(open_):,} to settle, the likeliest first."
            terminal.tell(f"{settling} y: it is, n: it is not, Enter: leave it, stop: end.")
            _asked(open_, ask, said)
            found, said = _heeded(found, said), {}
            # A promise that was confirmed just now may have been kept in the same conversation.
            _asked([one for one in found.proposals() if one.label == "done"], ask, said)
            found, said = _heeded(found, said), {}
        else:
            terminal.say("There is nothing proposed to settle.")
        # Silence in a conversation is no miss, so whoever knows is asked once the day has passed.
        _asked([one for one in found.owed() if _is_past(one, tz)], ask, said)
        found, said = _heeded(found, said), {}
        if counted := found.counted():
            what = "One is" if len(counted) == 1 else f"{len(counted):,} are"
            terminal.say()
            own = sum(one.mine for one in counted)
            mine = f", {own:,} of them your own" if 0 < own < len(counted) else ""
            if _verdict(ask, f"{what} counted without you{mine}. Look at them too? y / Enter:"):
                _asked(counted, ask, said)
                found, said = _heeded(found, said), {}
        seen: set[tuple[str, str]] = set()
        while _met(found, ask, said, seen):  # where an answer was none, another may have come
            found, said = _heeded(found, said), {}
        if found.moments:
            with suppress(Stop):  # whoever stops here has named what they wanted to
                _missed(found, ask, said, marks)
            found, said = _heeded(found, said), {}
            while _met(found, ask, said, seen):
                found, said = _heeded(found, said), {}
            _answered(found, ask, said)
    except Stop:
        pass
    return _heeded(found, said)


def _missed(found: Listened, ask: Ask, said: dict[str, bool | int], marks: Sequence[str]) -> None:
    """Put into ``said`` the acts that nobody heard and a person names: at the moments they marked, then anywhere.

    Raises:
        Stop: they had enough; what was said so far stands.
    """
    for mark in found.unheard(list(dict.fromkeys(mark.strip() for mark in marks))):
        terminal.say()
        terminal.say(f"You marked {mark}, and nothing was heard there.")
        _tried(found, mark, ask, said)
    terminal.say()
    terminal.tell("Did somebody speak up, and nothing was heard? Say where: 12:30, or #45 for a turn.")
    while mark := ask_line(ask, "12:30 or #45 / Enter, no more:"):
        _tried(found, mark, ask, said)


def _tried(found: Listened, mark: str, ask: Ask, said: dict[str, bool | int]) -> None:
    try:
        _named(found, mark, ask, said)
    except UsageError as error:
        terminal.tell(str(error), indent=2)


def _named(found: Listened, mark: str, ask: Ask, said: dict[str, bool | int]) -> None:
    """Put into ``said`` what a person calls the turn that ``mark`` means.

    Raises:
        UsageError: the mark means no turn of which that can be said.
    """
    from saidanddone.report.review.words import called

    kinds = found.kinds
    one = found.moment(mark, kinds[0])
    terminal.say(f"{_where(one)}: what was it?")
    terminal.tell(_shown(one.text), indent=4)
    terminal.tell(", ".join(f"{n} {called(kind)}" for n, kind in enumerate(kinds, 1)), indent=2)
    while answer := ask_line(ask, f"1 to {len(kinds)} / Enter, nothing:").strip(" .!"):
        if answer.isascii() and answer.isdecimal() and 1 <= int(answer) <= len(kinds):
            said[found.moment(mark, kinds[int(answer) - 1]).id] = True
            return
        terminal.say(f"Please answer 1 to {len(kinds)}, or Enter.")


def _is_past(one: Proposal, tz: str) -> bool:
    return one.due_us is not None and one.due_us < clock.end_of(clock.today(tz), tz).timestamp() * 1e6 - _DAY_US


def _met(found: Listened, ask: Ask, said: dict[str, bool | int], seen: set[tuple[str, str]]) -> bool:
    """Put into ``said`` the level a person gives each answer whose level is only proposed and that they have not
    ``seen``, the reader's own first; three or more answers to plain questions last, and only if they want to.

    Returns:
        Whether anything was said, after which there may be more to ask.

    Raises:
        Stop: they had enough; what was said so far stands.
    """
    open_ = [one for one in found.replies() if (one.id, one.label) not in seen]
    seen |= {(one.id, one.label) for one in open_}
    routine = [one for one in open_ if one.label == "question"]
    if len(routine) < _MANY:
        routine = []
    matter = [one for one in open_ if one not in routine]
    if open_:
        terminal.say()
        told = f"{len(open_):,} answers came" if len(open_) > 1 else "One answer came"
        terminal.tell(f"{told}; how is only proposed. How was it met? {_LEVELS_ASKED}; {_OR_NONE}.")
        _rated(matter, found, ask, said)
    if routine:
        terminal.say()
        more = f"{len(routine):,} {'more ' if matter else ''}answered plain questions"
        if _verdict(ask, f"{more}. Go through them{' too' if matter else ''}? y / Enter:"):
            _rated(routine, found, ask, said)
    return bool(said)


def _rated(open_: Sequence[Proposal], found: Listened, ask: Ask, said: dict[str, bool | int]) -> None:
    from saidanddone.report.review.words import LEVELS, called

    for n, one in enumerate(open_, 1):
        terminal.say()
        terminal.say(
            f"{n:,} of {len(open_):,}  {_where(one)}: {'you' if one.mine else 'an answer'} to {called(one.label)}"
        )
        terminal.tell(_shown(one.to), indent=4)
        terminal.tell(f"> {_shown(one.text)}", indent=4)
        if one.level is not None:
            terminal.say(f"It reads like {one.level}: {LEVELS[one.level]} (proposed).")
        level = _level(ask)
        if level is not None:
            said[one.id] = level
        if level is False and found.moments:
            _which(one, found, ask, said)


def _answered(found: Listened, ask: Ask, said: dict[str, bool | int]) -> None:
    """Put into ``said`` what answers acts that nobody seems to have answered, where a person knows better.

    Raises:
        Stop: they had enough; what was said so far stands.
    """
    from saidanddone.report.review.words import called

    if not (open_ := found.unanswered()):
        return
    terminal.say()
    what = "Nobody seems to have answered one" if len(open_) == 1 else f"Nobody seems to have answered {len(open_):,}"
    if not _verdict(ask, f"{what}. Did somebody? y / Enter, no:"):
        return
    for n, one in enumerate(open_, 1):
        terminal.say()
        terminal.say(f"{n:,} of {len(open_):,}  {_where(one)}: {called(one.label)}")
        terminal.tell(_shown(one.text), indent=4)
        _which(one, found, ask, said)


def _which(to: Proposal, found: Listened, ask: Ask, said: dict[str, bool | int]) -> None:
    """Put into ``said`` which turn answers an act, and how, where a person says so."""
    while mark := ask_line(ask, "Which turn answers it? #48 or 12:31 / Enter, none:"):
        try:
            one = found.answer(to, mark)
        except UsageError as error:
            terminal.tell(str(error), indent=2)
            continue
        terminal.tell(f"> {_shown(one.text)}", indent=4)
        if level := _level(ask):
            said[one.id] = level
            return
        terminal.say("  Without a level it is not kept.")


def _level(ask: Ask) -> int | None:
    """The level somebody gives; False where what is shown is no answer; None where they leave it open."""
    while True:
        answer = ask_line(ask, "1 to 5 / n / Enter:").casefold().strip(" .!")
        if not answer:
            return None
        if answer in _NO:
            return False
        if answer in ("1", "2", "3", "4", "5"):
            return int(answer)
        terminal.say("Please answer 1, 2, 3, 4, 5, n or Enter.")


def _heeded(found: Listened, said: dict[str, bool | int]) -> Listened:
    return found.settled(said) if said else found


def _asked(proposed: Sequence[Proposal], ask: Ask, said: dict[str, bool | int]) -> None:
    """Put into ``said`` what a person says of each; an empty answer leaves it open.

    Raises:
        Stop: they had enough; what was said so far stands.
    """
    from saidanddone.report.review.words import called

    for n, one in enumerate(proposed, 1):
        terminal.say()
        place = f"{n:,} of {len(proposed):,}  {_where(one)}"
        if one.label == "kept":
            terminal.say(f"{place}: a promise whose day has passed. Was it kept in time?")
        else:  # how sure a program felt is no measure of how often it is right; the small print tells that
            terminal.say(f"{place}: {called(one.label)}?")
        terminal.tell(_shown(one.text), indent=4)
        answer = _verdict(ask)
        if answer is not None:
            said[one.id] = answer


def _verdict(ask: Ask, question: str = "y / n / Enter:") -> bool | None:
    while True:
        answer = ask_line(ask, question).casefold().strip(" .!")
        if not answer:
            return None
        if answer in _YES or answer in _NO:
            return answer in _YES
        terminal.say("Please answer y, n or Enter.")


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]} […]"


def _where(one: Proposal) -> str:
    at = "" if one.clock is None else f" at {int(one.clock) // 60}:{int(one.clock) % 60:02}"
    return f"{one.source}:{one.line}{at}, #{one.turn + 1}"
