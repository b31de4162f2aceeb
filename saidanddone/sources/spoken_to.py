"""Sentences that speak to somebody by name: whom a promise is made to, and whom a question is for (MISSION T5, S2)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from saidanddone.listening.conversation import Conversation, Turn
from saidanddone.sources.calls import ALONG, asks_for, names_in
from saidanddone.sources.labels import plain

__all__ = ["by_word", "marked", "spoken_to"]

_SENTENCE: Final = re.compile(r"[^.!?…\n]+(?:(?<=\b[DMS]r)\.[^.!?…\n]*|(?<=\bMrs)\.[^.!?…\n]*)*[.!?…]*")
_NAME: Final = r"[^\W\d_][^\W_]*(?:['’-][^\W_]+)*"
_FIRST: Final = re.compile(
    rf"[\W_]*(?:(?:{'|'.join(sorted(ALONG))})\b[\s,]*){{0,4}}(?:(?:dr|prof|mrs?|ms)\b\.?\s*)?"
    rf"@?(?P<name>{_NAME})(?: (?!what\b|how\b)(?P<more>{_NAME}))?"
    r"(?:\s*(?:[,–—]|:(?!\s*\d)|$|[.!?…])|\s+(?:(?:can|could|will|would|do|did|have|are|were|should|shall) you|please"
    r"|(?:what|how) (?:about|do you|is your))\b)",
    re.IGNORECASE,
)
"""A name at the beginning, and a pause or a question to *you* behind it; or nothing but a name."""
_LAST: Final = re.compile(rf"(?P<before>[^\s,]+)\s*,\s*@?(?P<name>{_NAME})(?: (?P<more>{_NAME}))?\s*[.!?…]*\s*$")
_AT: Final = re.compile(rf"(?<![\w.])@(?P<name>{_NAME})(?: (?P<more>{_NAME}))?")
_NEXT: Final = re.compile(rf"[\W_]*(?P<word>{_NAME})")
_QUOTED: Final = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
"""Quoted lines are another's words."""
_BARE: Final = re.compile(rf"\s*{_NAME}(?: {_NAME})?\s*[.!…]?\s*")
_OURS: Final = re.compile(r"\b(?:my|our|his|her|their|your)\s+[\w-]+$", re.IGNORECASE)
_TOLD_OF: Final = frozenset(("who", "whom", "whose", "which", "and", "or", "our", "my", "his", "her", "he", "she"))
"""What goes on so behind a name tells of its bearer."""
_LONGEST: Final = 20_000
"""Characters of a turn that are looked through."""


def by_word(names: Mapping[str, Collection[str]]) -> dict[str, str]:
    """Each word of people's labels that only one of them has -> whose it is.

    Args:
        names: pseudonym -> the labels that person has.

    >>> by_word({"p1": ["Ana Lopez | Kite", "Ana"], "p2": ["Ben Lopez (guest)"]})
    {'ana': 'p1', 'ben': 'p2'}
    """
    owners: dict[str, set[str]] = {}
    for who, labels in names.items():
        for word in names_in(labels):
            owners.setdefault(word, set()).add(who)
    return {word: next(iter(whose)) for word, whose in sorted(owners.items()) if len(whose) == 1}


def spoken_to(text: str, whose: Mapping[str, str]) -> tuple[tuple[int, int, str], ...]:
    """The sentences that speak to somebody by name: (first, past-last character, who), in order.

    A name counts at a sentence's beginning or end, set apart as one speaks to people, and behind an ``@``; else it
    tells of them.

    Args:
        whose: of :func:`by_word`.

    >>> spoken_to("Good. Ben, what about the pump?", {"ben": "p2"})
    ((5, 31, 'p2'),)
    >>> spoken_to("Ben, who built it, says it leaks. Ask Ben.", {"ben": "p2"})
    ()
    """
    if not whose:
        return ()
    text = _QUOTED.sub(lambda line: " " * len(line[0]), text[:_LONGEST])
    found, asked = [], False
    for sentence in _SENTENCE.finditer(text):
        said = sentence[0]
        answers = asked and bool(_BARE.fullmatch(said))  # "Who did it? Ben." tells who
        asked = said.rstrip().endswith("?") or (asked and not said.strip())
        who = "" if answers else _mentioned(said, whose) or _at_the_beginning(said, whose) or _at_the_end(said, whose)
        if who:
            found.append((sentence.start(), sentence.end(), who))
    return tuple(found)


def marked(
    conversations: Sequence[Conversation], names: Mapping[str, Collection[str]], labels: Iterable[str]
) -> list[Conversation]:
    """The same conversations of one file: their turns marked that ask for nothing but somebody by name, and the
    sentences that speak to one of those who speak there.

    Args:
        names: pseudonym -> the labels that person has. labels: every label as it stands in the file.
    """
    known = names_in([*(label for some in names.values() for label in some), *labels])
    found = []
    for one in conversations:
        here = {turn.speaker for turn in one.turns} | one.people
        whose = by_word({who: some for who, some in names.items() if who in here})
        found.append(replace(one, turns=tuple(_marked(turn, known, whose) for turn in one.turns)))
    return found


def _marked(turn: Turn, known: Collection[str], whose: Mapping[str, str]) -> Turn:
    calls = asks_for(turn.text, known)
    to = tuple(one for one in spoken_to(turn.text, whose) if one[2] != turn.speaker)
    return replace(turn, calls=calls, spoken_to=to) if (calls, to) != (turn.calls, turn.spoken_to) else turn


def _one(said: re.Match[str], whose: Mapping[str, str]) -> str:
    """Whose name it is, of one word or two; empty if nobody's, or of two people."""
    text = f"{said['name']} {said['more'] or ''}"
    words = text.lower().split() if text.isascii() and "-" not in text and "'" not in text else plain(text).split()
    people = {whose.get(word, "") for word in words}
    return people.pop() if len(people) == 1 else ""


def _mentioned(sentence: str, whose: Mapping[str, str]) -> str:
    """Who is mentioned as chats do it (``@Ben``), wherever in it; empty if nobody, or more than one."""
    if "@" not in sentence:
        return ""
    people = {whose.get(plain(said["name"]), "") or _one(said, whose) for said in _AT.finditer(sentence)} - {""}
    return people.pop() if len(people) == 1 else ""


def _at_the_beginning(sentence: str, whose: Mapping[str, str]) -> str:
    said = _FIRST.match(sentence)
    if said is None or not (who := _one(said, whose)):
        return ""
    behind = _NEXT.match(sentence, said.end())
    word = plain(behind["word"]) if behind else ""
    return "" if word in _TOLD_OF or whose.get(word, who) != who else who


def _at_the_end(sentence: str, whose: Mapping[str, str]) -> str:
    said = _LAST.search(sentence[-200:])
    if said is None or plain(said["before"]) in whose or _OURS.search(sentence[-200:][: said.end("before")]):
        return ""
    # In a list of plain words a name is none of them, unless nothing here is written with capitals.
    told_apart = said["name"][:1].isupper() or sentence == sentence.lower()
    return _one(said, whose) if told_apart else ""
