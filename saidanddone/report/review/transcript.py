"""The page of the words: every turn with a place to link to, for whoever owns the talk; of speakers, only 'you'."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final

from saidanddone.report.document import document
from saidanddone.report.markup import Markup, element, joined_markup
from saidanddone.report.review.words import clock
from saidanddone.report.words import count_of, plain

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Protocol

    class Said(Protocol):
        """One turn's words, as ``verbs.listen.Words`` has them."""

        @property
        def source(self) -> str:
            """The file."""
            ...

        @property
        def conversation(self) -> int:
            """Place of the conversation, from 0."""
            ...

        @property
        def turn(self) -> int:
            """Place of the turn, from 0."""
            ...

        @property
        def line(self) -> int:
            """Line of the file, from 1."""
            ...

        @property
        def clock(self) -> float | None:
            """Seconds since the beginning."""
            ...

        @property
        def mine(self) -> bool:
            """Whether the reader said it."""
            ...

        @property
        def text(self) -> str:
            """What was said."""
            ...


__all__ = ["YOURS", "anchor", "render"]

YOURS: Final = (
    "These are the words themselves, for you alone: keep this file where you keep the talk, and hand on the review "
    "without it. Who spoke is left out, but words can give people away."
)


def anchor(conversation: int, turn: int) -> str:
    """Where a turn stands in the page of the words.

    >>> anchor(0, 45)
    'c0t45'
    """
    return f"c{conversation}t{turn}"


def render(words: Sequence[Said]) -> str:
    """The words as a page: conversations in order, their turns each with its clock, line and place to link to."""
    head = element("header", element("span", element("b", "Said & Done"), " the words"))
    talks = [(n, list(turns)) for n, turns in groupby(words, key=lambda one: one.conversation)]
    parts = [element("h1", "The words, for you alone", class_="long"), element("p", YOURS, class_="grounds")]
    parts += [_talk(n, turns) for n, turns in talks]
    if not talks:
        parts.append(element("p", "Nothing was said in what was read."))
    foot = element("footer", element("p", f"{count_of(len(words), 'turn').capitalize()}."), class_="quiet")
    return document("Said & Done, the words", joined_markup(head, element("main", *parts), foot))


def _talk(n: int, turns: Iterable[Said]) -> Markup:
    told = list(turns)
    return element("section", element("h2", f"{n + 1}. {plain(told[0].source)}"), *(_turn(one) for one in told))


def _turn(one: Said) -> Markup:
    at = [clock(one.clock), f"line {one.line:,}", *(["you"] if one.mine else [])]
    lines: list[str] = []
    for line in one.text.splitlines() or [""]:
        lines += [Markup("<br>"), plain(line) if line.strip() else ""]
    place = element("span", ", ".join(part for part in at if part), class_="at")
    return element("p", place, *lines, id=anchor(one.conversation, one.turn), class_="turn")
