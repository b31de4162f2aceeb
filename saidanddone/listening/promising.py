"""Whether a sentence has the form of a promise: first person, to come, not denied, left open, asked or retold (T5).

A listener says how probable it is that a turn promises something. These checks say where in it, and turn down what only
sounds like it: what was said in the past, what depends on finding the time, what is only a manner of speaking.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from saidanddone.listening import promise_words as words
from saidanddone.listening.phrases import LONGEST, plain

__all__ = ["Clause", "promising", "sentences"]


@dataclass(frozen=True, slots=True)
class Clause:
    """A promise in a text: the characters that say what, and the sentence around them (first, past-last each).

    ``ours``: it is said for us (we), not for the speaker alone. ``bare``: it says only that it will be done (on it).
    """

    start: int
    end: int
    sentence: tuple[int, int]
    ours: bool = False
    bare: bool = False


_TAGS: Final = "ok|okay|right|alright|all right|yes|yeah|deal|fair|fine|sound good|good|is that ok(?:ay)?"
_TAG: Final = re.compile(rf",? (?:{_TAGS})\s*\?+\s*$")
_QUOTED: Final = re.compile(r"^\s*>|^\s*\|")
_SPLIT: Final = re.compile(r"(?<=[.!?…])[\"')\]]*(?:\s+|$)|\n+|;\s")
_ABBREVIATION: Final = re.compile(
    r"\b(?:e\.g|i\.e|etc|vs|approx|mr|mrs|ms|dr|no|st|[ap]\.m|[ap]m|[a-z])\.\s*$", re.IGNORECASE
)
_WE_WILL: Final = r"(?:i|we)(?:'ll| will\b|'m going to|'re going to|'m gonna)"
_NEXT: Final = re.compile(rf",? (?:and|but|then|so|,)(?: then| also| after that| afterwards)*(?= {_WE_WILL})")
_CUT: Final = re.compile(r",? (?:but|because|since|although|though|so that|as (?=i|we|it))\b|\s[-–—]{1,2}\s|\s\(")
_TRAILING: Final = re.compile(
    r"(?:,? (?:ok|okay|right|alright|yes|deal|fair))?[\s.,;:!?…]*$|(?:,? (?:and|but|then|so))+\s*$"
)
_BROKEN_OFF: Final = 5
"""Words up to which a sentence that trails off has said nothing yet."""
_CLAUSES: Final = re.compile(r" (?:and|but|so|then) |[.;:!?] ")
_FAR: Final = 120
"""Characters after which a condition belongs to something else: talk is written down without full stops."""
_ENOUGH: Final = 2
"""Words a promise has at least, unless it is a bare one."""
_NAMED: Final = ("bare", "who", "promise", "plan", "can", "doing", "yours", "going", "give", "let", "dropped")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """First and past-last characters of each sentence, blanks around it left out; quoted lines are none."""
    start = 0
    cuts = [
        m for m in _SPLIT.finditer(text) if not _ABBREVIATION.search(text[max(0, m.start() - 12) : m.start()] + " ")
    ]
    for first, last in [*((m.start(), m.end()) for m in cuts), (len(text), len(text))]:
        piece = text[start:first]
        begin, end = start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
        if begin < end and not _QUOTED.match(text[text.rfind("\n", 0, begin) + 1 : end]):
            yield from _pieces(text, begin, end)
        start = last


def _pieces(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence, or what of hostile text stands without a full stop, in pieces no longer than a sentence is."""
    while end - begin > LONGEST:
        cut = text.rfind(" ", begin + 1, begin + LONGEST)
        cut = cut if cut > begin else begin + LONGEST
        yield begin, cut
        begin = cut + (text[cut] == " ")
    if begin < end:
        yield begin, end


def promising(text: str) -> list[Clause]:
    """Every promise that a turn's words make, in order; at most one a clause."""
    low = plain(text)
    found = []
    for begin, end in sentences(text):
        starts = [begin, *(m.end() for m in _NEXT.finditer(low, begin, end))]
        for first, last in zip(starts, [*starts[1:], end], strict=True):
            clause = _clause(low, first, last, (begin, end))
            if clause is not None:
                found.append(clause)
    return found


def _clause(low: str, first: int, last: int, sentence: tuple[int, int]) -> Clause | None:
    """The promise between two characters, if its words stand every check."""
    part = low[first:last]
    if part.rstrip().endswith("?") and not _TAG.search(part):
        return None
    for m in words.FORM.finditer(part):
        if _stands(part, m):
            start = m.start(next(name for name in _NAMED if m[name] is not None))
            cut = (
                None if m["bare"] else _CUT.search(part, m.end(m.lastgroup or 0) if not m["rest"] else m.start("rest"))
            )
            end = len(_TRAILING.sub("", part[: cut.start() if cut else len(part)]))
            if part[end:].startswith(("…", "...")) and len(part[start:end].split()) <= _BROKEN_OFF:
                continue
            if end <= start or (not m["bare"] and len(part[start:end].split()) < _ENOUGH):
                continue
            ours = part.startswith("we", start)
            return Clause(first + start, first + end, sentence, ours, m["bare"] is not None)
    return None


def _stands(part: str, m: re.Match[str]) -> bool:
    """Whether what has the form of a promise is one: not denied, not left open, not retold, no manner of speaking."""
    before, after = part[: m.start()], part[m.start() :]
    retold = words.RETOLD.search(before) and not words.AGAIN.search(before)
    if retold or before.count('"') % 2 or before.count("“") > before.count("”"):
        return False
    if m["bare"]:
        return not words.DENIED.search(part[: m.end()])
    if words.SET_PHRASE.match(after) or words.DEPENDENT.search(before):
        return False
    leading = _CLAUSES.split(before)[-1]
    if words.WAVERING.search(leading) or words.OPEN.search(leading) or words.OPEN.search(after[:_FAR]):
        return False
    near = re.split(r"[,;:]| and | but ", after)[0]
    if words.DENIED.search(before[-40:]) or words.DENIED.search(near):
        return False
    if m["can"] or m["doing"] or m["going"] or m["yours"]:
        return bool(words.SOON.search(after))
    if m["dropped"]:
        return m["dverb"] not in words.NO_DOING
    return not m["who"] or _a_deed(m)


def _a_deed(m: re.Match[str]) -> bool:
    """Whether the verb is something that one does and answers for."""
    verb, said = m["verb"], m["verb"] + m["rest"]
    if verb == "be":
        following = m["rest"].split()
        return bool(following) and (following[0] in words.BUSY or bool(words.BUSILY.fullmatch(following[0])))
    together = m["who"] == "we" and words.TOGETHER.match(said)
    return verb not in words.NO_DOING and not words.NO_DEED.match(said) and not together
