"""Cues of WebVTT and SubRip: times, text and place, also of broken files; nothing about who spoke.

Read here and not by a library because every cue must be found again by its line, because Teams counts times before the
recording's beginning (``-0:00:02.500``), and because a cue that cannot be read must be told and not vanish.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from saidanddone.evidence.problem import Problem
from saidanddone.sources.telling import told

__all__ = ["Cue", "is_cued", "plain_text", "read_cues"]

_CLOCK = r"(-?)(?:(\d{1,4}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,9}))?"
_TIMING = re.compile(rf"\s*{_CLOCK}\s*-->\s*{_CLOCK}(?![\d:])", re.ASCII)
_BLOCK = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)|WEBVTT|X-TIMESTAMP-MAP")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,300}>|<\d[\d:.]{0,20}>|\{\\[^{}]{0,60}\}")


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue: seconds, the lines of its text with their markup, and its first and last line in the file.

    ``start`` and ``end`` are None where they cannot be read; ``key`` is its identifier.
    """

    texts: tuple[str, ...] = field(repr=False)
    line: int
    line_to: int
    start: float | None
    end: float | None
    key: str = ""


def is_cued(text: str, within: int = 200) -> bool:
    """Whether this beginning of a file holds WebVTT or SubRip, as its first line or a cue within so many lines says."""
    lines = [line for line in text.lstrip("\ufeff").splitlines() if line.strip()][:within]
    return bool(lines) and (lines[0].lstrip().startswith("WEBVTT") or any(map(_TIMING.match, lines)))


def plain_text(text: str) -> str:
    """Words without markup: tags and entities read, blanks made one.

    >>> plain_text("<c.loud>So&nbsp;be  it</c> &amp; 2 < 3")
    'So be it & 2 < 3'
    """
    return " ".join(html.unescape(_TAG.sub("", text)).split())


def _seconds(parts: Sequence[str | None]) -> float:
    sign, hours, minutes, seconds, fraction = parts
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    found = whole + int(((fraction or "") + "000")[:3]) / 1000
    return -found if sign else found


def read_cues(texts: Sequence[str], source: str) -> tuple[list[Cue], list[Problem]]:
    """Every cue, in the file's order, and what is wrong with them.

    A cue whose times cannot be read keeps its text; one that ends before it begins loses its end. In WebVTT, text that
    stands outside a cue is a problem; in SubRip, where empty lines within a text are usual, it belongs to the cue
    before it.
    """
    strict = next((text for text in texts if text.strip()), "").lstrip("\ufeff ").startswith("WEBVTT")
    starts = [place for place, text in enumerate(texts) if "-->" in text]
    cues: list[Cue] = []
    untimed, backward, outside = [], [], []
    first = _identified(texts, starts[0], strict) if starts else len(texts)
    outside += _outside(texts, 0, first)
    for number, place in enumerate(starts, 1):
        until = _identified(texts, starts[number], strict) if number < len(starts) else len(texts)
        key_at = _identified(texts, place, strict)
        inside = _until_empty(texts, place + 1, until)
        if strict:
            outside += _outside(texts, inside, until)
        body = [at for at in range(place + 1, inside if strict else until) if texts[at].strip()]
        found = _TIMING.match(texts[place])
        start, end = (_seconds(found.groups()[:5]), _seconds(found.groups()[5:])) if found else (None, None)
        if start is None:
            untimed.append(place + 1)
        elif end is not None and end < start:
            backward.append(place + 1)
            end = None
        if body:
            key = texts[key_at].strip() if key_at < place else ""
            kept = tuple(texts[at] for at in body)
            cues.append(Cue(kept, key_at + 1, body[-1] + 1, start, end, key[:200]))
    again = "Save the transcript again."
    problems = told(source, untimed, "The times of this cue cannot be read; its words are kept without them.", again)
    problems += told(source, backward, "This cue ends before it begins; its end was left out.", again)
    problems += told(source, outside, "This stands outside every cue and was not read.", again)
    return cues, problems


def _identified(texts: Sequence[str], place: int, strict: bool) -> int:
    """Where the cue with its times at ``place`` begins: there, or at the line before if that is its identifier."""
    if not place or not texts[place - 1].strip() or "-->" in texts[place - 1]:
        return place
    before = texts[place - 1].strip()
    alone = place < 2 or not texts[place - 2].strip()
    named = before.isdigit() or (alone and (strict or not place - 1) and not _BLOCK.match(before))
    return place - 1 if named else place


def _until_empty(texts: Sequence[str], place: int, until: int) -> int:
    while place < until and texts[place].strip():
        place += 1
    return place


def _outside(texts: Sequence[str], place: int, until: int) -> list[int]:
    """The first lines of the blocks between cues that are neither the header nor a note, style or region."""
    found = []
    while place < until:
        if texts[place].strip():
            if not _BLOCK.match(texts[place].lstrip("\ufeff ")):
                found.append(place + 1)
            place = _until_empty(texts, place, until)
        place += 1
    return found
