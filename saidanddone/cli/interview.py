"""The ten minutes of ``start``: what was promised and what became of it, and how speaking up was last met (T5, S5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from saidanddone.cli import terminal
from saidanddone.cli.asking import Ask, ask_choice, ask_day, ask_line
from saidanddone.cli.recalled import due_day, long_after, moved_day
from saidanddone.cli.when import in_words, resolve
from saidanddone.errors import UsageError

if TYPE_CHECKING:
    from saidanddone.verbs.start import Promise

__all__ = ["Interview"]

_PAST: Final[Mapping[str, str]] = {
    "in_time": "done in time",
    "late": "done, but late",
    "moved": "we moved the date beforehand, and they agreed",
    "admitted": "I told them it would not happen",
    "silent": "the date passed and nothing was said",
    "withdrawn": "they no longer needed it",
}
_AHEAD: Final[Mapping[str, str]] = {
    "open": "not due yet",
    "in_time": "done already",
    "moved": "we moved the date, and they agreed",
    "admitted": "I told them it would not happen",
    "withdrawn": "they no longer need it",
}
_UNDATED: Final[Mapping[str, str]] = {
    "done": "done",
    "open": "still open, I mean to",
    "admitted": "I told them it would not happen",
    "silent": "it faded, nothing was said",
    "withdrawn": "they no longer needed it",
}
_AFTER_MOVE: Final[Mapping[str, str]] = {
    "in_time": "done by then",
    "late": "done, but later",
    "admitted": "I told them it would not happen",
    "silent": "that date passed too and nothing was said",
}

_LAST_TIME: Final[Mapping[str, str]] = {
    "problem": "When did somebody last raise a problem early, while it was still small?",
    "mistake": "When did somebody last admit a mistake that nobody had found?",
    "challenge": "When did somebody last challenge a decision in front of others?",
}
_WHO: Final[Mapping[str, str]] = {
    "leader": "I did",
    "other": "another leader",
    "peer": "a colleague of theirs",
    "nobody": "nobody",
}
_LEVELS: Final[Mapping[str, str]] = {
    "punished": "it was held against them",
    "ignored": "it was passed over or brushed aside",
    "acknowledged": "it was answered, or turned down with a reason",
    "validated": "they were thanked and taken seriously",
    "encouraged": "they were asked for more, and to do it again",
}
_FOLLOWED: Final[Mapping[str, str]] = {
    "changed": "something changed",
    "declined_with_reason": "nothing changed, and they were told why",
    "nothing": "nothing changed, nobody said why",
    "unknown": "too early, or I do not know",
}


@dataclass
class Interview:
    """One sitting. Every answer is written down as it is given, so that stopping loses nothing.

    Attributes:
        ask: how a question is put. where: the notebook's folder. today: the day it is asked on.
    """

    ask: Ask
    where: Path
    today: date

    def promises(self, unfinished: list[Promise], told: int) -> None:
        """First what was left open last time or has fallen due since, then new ones until there are no more."""
        terminal.say("1 of 2: what you said you would do")
        if unfinished:
            terminal.say("From last time:")
            for promise in unfinished:
                terminal.say(f"\n  {promise.what or promise.id}")
                self._finish(promise)
            terminal.say()
        if told:
            terminal.say(f"You have told me of {'one promise' if told == 1 else f'{told} promises'} before. What else?")
        else:
            terminal.tell(
                "Think of the last 90 days. What did you say to this team that you would do? Small ones count: "
                '"I will ask finance", "you will have it by Friday", "I will look into it".'
            )
        number = told
        while True:
            terminal.say()
            number += 1
            what = ask_line(self.ask, f"Promise {number} (in a few words; Enter when there are no more):", indent=0)
            if not what:
                return
            self._details(self._promise({"what": what}), None, None)

    def _promise(self, cells: Mapping[str, str], id: str = "") -> str:  # noqa: A002
        from saidanddone.verbs.start import note_promise

        return note_promise(self.where, cells, id=id)

    def _finish(self, promise: Promise) -> None:
        """Ask what is still missing of a promise from an earlier sitting."""
        if not promise.id:
            terminal.say("    It has no id in ledger.csv; give it one there and I can ask about it.")
            return
        for column, what in (("made_at", "The day you said it"), ("due_at", "The day it is due")):
            if column in promise.unread:
                terminal.say(f"    {what} cannot be read in ledger.csv. Write it there as 2026-12-01.")
                return
        if promise.made is None:
            self._details(promise.id, None, promise.due)
        else:
            when = f"due {in_words(promise.due, today=self.today)}" if promise.due else "no date"
            terminal.say(f"    said {in_words(promise.made, today=self.today)}, {when}")
            self._became(promise.id, promise.made, promise.due)

    def _details(self, id: str, made: date | None, due: date | None) -> None:  # noqa: A002
        if made is None:
            said = ask_day(self.ask, "When did you say it?", read=self._been, today=self.today, empty_is_fine=False)
            if not isinstance(said, date):
                terminal.say("    Left open: it counts once made_at in ledger.csv has a day.")
                return
            made = said
            self._promise({"made_at": made.isoformat()}, id)
        if due is None:
            due = self._due(made)
            if due is not None:
                self._promise({"due_at": due.isoformat()}, id)
        self._became(id, made, due)

    def _been(self, answer: str, since: date | None = None) -> date:
        """A day that is no later than today, nor earlier than the promise was made (``since``)."""
        day = resolve(answer, today=self.today, look="back")
        if day > self.today:
            raise UsageError("That day lies ahead. Give one that has been, or today.")
        if since is not None and day < since:
            raise UsageError(f"That lies before the day it was said, {in_words(since, today=self.today)}.")
        return day

    def _due(self, made: date) -> date | None:
        said = ask_day(
            self.ask,
            "Due when? (Enter if no date was said)",
            read=lambda answer: due_day(answer, made, self.today),
            today=self.today,
            otherwise=dict.fromkeys(("none", "no date", "never said"), "none"),
        )
        return said if isinstance(said, date) else None

    def _became(self, id: str, made: date, due: date | None) -> None:  # noqa: A002
        """Ask what became of it, and write that in the ledger's terms (MODEL 1)."""
        options = _UNDATED if due is None else _AHEAD if due >= self.today else _PAST
        became = ask_choice(self.ask, "What became of it?", options, default="open" if options is _AHEAD else None)
        cells: dict[str, str] = {}
        if became == "moved" and due is not None:
            due, became = self._moved(id, made, due)
        if became == "late" and due is not None:
            became = self._late(due, cells)
        if became in ("in_time", "done"):
            cells |= {"outcome": "delivered"}
            if due is not None and due >= self.today:
                cells["closed_at"] = self.today.isoformat()
            elif due is not None and "closed_at" not in cells:
                cells["outcome"] = "kept"  # in time, on a day nobody remembers
        elif became == "silent":
            # Overdue turns into dropped by itself once a month has passed; without a date it has been dropped.
            cells |= {"outcome": "dropped" if due is None else "overdue"}
        elif became in ("admitted", "withdrawn", "open"):
            cells |= {"outcome": {"open": "pending"}.get(became, became)}
        self._promise(cells | {"outcome_by": "" if became == "open" else "maker"}, id)

    def _late(self, due: date, cells: dict[str, str]) -> str:
        """When it was done after all; answers in time if that turns out to be so."""
        said = ask_day(
            self.ask,
            'Done when? (a day, "a week late", or Enter: by now)',
            read=lambda answer: long_after(answer, due) or resolve(answer, today=self.today, look="back"),
            today=self.today,
        )
        closed = min(said, self.today) if isinstance(said, date) else self.today
        cells |= {"outcome": "delivered", "closed_at": closed.isoformat()}
        if closed <= due:
            terminal.say("    That is in time, then.")
            return "in_time"
        return "late"

    def _moved(self, id: str, made: date, due: date) -> tuple[date, str]:  # noqa: A002
        """The new day and when it was agreed; what became of it by then."""
        new = ask_day(
            self.ask,
            "Moved to which day?",
            read=lambda answer: moved_day(answer, due, self.today),
            today=self.today,
            empty_is_fine=False,
        )
        if not isinstance(new, date) or new == due:
            terminal.say("    Then I leave the date as it was.")
            new = due
        else:
            self._promise({"first_due_at": due.isoformat(), "moved_due_at": new.isoformat(), "due_at": new.isoformat(),
                           "renegotiations": "1"}, id)  # fmt: skip
            agreed = ask_day(
                self.ask,
                "When did you agree on that? (Enter if you do not know)",
                read=lambda answer: self._been(answer, made),
                today=self.today,
            )
            if isinstance(agreed, date):
                self._promise({"moved_at": agreed.isoformat()}, id)
        if new >= self.today:
            ahead = {key: words for key, words in _AHEAD.items() if key != "moved"}
            return new, ask_choice(self.ask, "And now?", ahead, default="open")
        return new, ask_choice(self.ask, f"And by {in_words(new, today=self.today)}?", _AFTER_MOVE)

    def speaking_up(self) -> None:
        """The 'last time' test: three kinds of moment, how each was met, and what followed (S5)."""
        from saidanddone.verbs.start import KINDS, moments

        before = {moment.kind: moment for moment in moments(self.where)}
        terminal.say("\n2 of 2: when somebody spoke up")
        terminal.tell('Three moments on this team, no names needed. "Never" and "I do not know" are answers too.')
        for kind in KINDS:
            terminal.say()
            known = before.get(kind)
            if known is not None and known.at is not None and not known.who:
                terminal.say(f"  {_LAST_TIME[kind]} You said {in_words(known.at, today=self.today)}.")
                self._met(kind, known.id)
                continue
            self._last_time(kind, known is not None)

    def _last_time(self, kind: str, again: bool) -> None:
        from saidanddone.verbs.start import note_moment, remark_moment

        none = {
            "never": "never",
            **dict.fromkeys(("don't know", "i don't know", "i do not know", "no idea"), "unknown"),
        }
        newer = " (Enter: nothing since)" if again else ' (roughly, or "never")'
        said = ask_day(self.ask, _LAST_TIME[kind] + newer, read=self._been, today=self.today, otherwise=none)
        if isinstance(said, date):
            what = ask_line(self.ask, "In a few words, for yourself alone (Enter to skip):")
            self._met(kind, note_moment(self.where, {"kind": kind, "at": said.isoformat(), "what": what}))
        elif not again:
            remark_moment(self.where, kind, self.today)

    def _met(self, kind: str, id: str) -> None:  # noqa: A002
        from saidanddone.verbs.start import note_moment

        def write(**cells: str) -> None:
            note_moment(self.where, {"kind": kind, **cells}, id=id)

        who = ask_choice(self.ask, "Who responded first?", _WHO)
        write(who_responded="leader" if who == "other" else who)
        if who != "nobody":
            write(level=ask_choice(self.ask, "How was it met?", _LEVELS))
        write(followed=ask_choice(self.ask, "What followed?", _FOLLOWED))
