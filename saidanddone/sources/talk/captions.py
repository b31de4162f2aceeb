"""Captions of any origin, WebVTT or SubRip: who spoke, in the ways people and programs write it, or nobody.

A label is read where it stands as ``<v Name>``, as ``[Name]`` before words, or before a colon: in a file where at least
nine of ten captions have one, whatever stands there; else only where it recurs and may be a name. A caption without a
label continues the speaker before it in a file that names them when they change, and is nobody's in a file that always
names them. ``-`` and ``>>`` at the beginning of a line say that somebody else speaks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from saidanddone.sources.conversations import Asked, Talk
from saidanddone.sources.talk.cues import Cue, is_cued, plain_text, read_cues
from saidanddone.sources.talk.dating import date_recording
from saidanddone.sources.talk.lines import decoded, read_lines
from saidanddone.sources.talk.speakers import is_label
from saidanddone.sources.talk.turns import Piece, talk_of

__all__ = ["knows", "pieces_of", "read"]

_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?\s+([^<>]{1,200})>")
_BEFORE_COLON = re.compile(r"([^:：\n]{1,80})(?::\s+|：\s*|:$)")
_BRACKETED = re.compile(r"\[([^\[\]\n]{1,60})\]:?\s*(?=\S)")
_FULL_NAME = re.compile(r"[A-ZÀ-Þ]\S*(?:\s+[A-ZÀ-Þ(|]\S*)+$")
_DASH = re.compile(r"\s*(?:[-–—]\s+|[-–—](?=[A-ZÄÖÜ])|>>+:?\s*)")
_SOUND = re.compile(r"(?:[\[(♪*][^\])♪*]{0,80}[\])♪*]|[♪♫\s]+)")
_SOUNDS = frozenset(
    (
        "music", "applause", "laughter", "laughs", "silence", "inaudible", "crosstalk", "noise", "cheering", "sighs",
        "coughs", "pause", "blank_audio", "unintelligible", "background noise", "foreign",
    )
)  # fmt: skip
_ALWAYS, _SOMETIMES = 0.9, 0.15
_EVERY = frozenset(("*",))
"""Stands for: whatever is before the first colon."""


def knows(path: Path, head: bytes) -> bool:
    """Whether this is WebVTT or SubRip; of a file that is not called so, its first lines must say it."""
    suffix = path.suffix.casefold()
    if suffix in (".vtt", ".srt", ".sbv", ".webvtt"):
        return is_cued(decoded(head))
    return suffix in (".txt", "", ".text") and is_cued(decoded(head), within=4)


def read(path: Path, source: str, asked: Asked) -> Talk:
    """Captions as one conversation."""
    lines = read_lines(path, source)
    cues, problems = read_cues(lines.texts, source)
    pieces, sounds = pieces_of(cues)
    return talk_of(
        "captions", source, pieces, asked, date_recording(path, asked), problems=(*lines.problems, *problems),
        notes=lines.notes, dropped={"sounds": sounds},
    )  # fmt: skip


def pieces_of(cues: Sequence[Cue], *, every: bool = False) -> tuple[list[Piece], int]:
    """What was said in each cue and under which label; and how many only told of sounds (``[Applause]``).

    ``every``: the format writes a label before the first colon of every cue, whatever it looks like.
    """
    spoken = [(cue, list(cue.texts)) for cue in cues] if every else list(_unrolled(cues))
    labels, always = (_EVERY, True) if every else _labels(spoken)
    pieces: list[Piece] = []
    sounds = 0
    speaker = ""
    for cue, texts in spoken:
        found = list(_within(texts, labels, always))
        for label, text, changed in found:
            if _SOUND.fullmatch(text) or plain_text(text).casefold() in _SOUNDS:
                sounds += 1
                continue
            if label is not None:
                speaker = label
            elif always or changed:
                speaker = ""
            pieces.append(Piece(speaker, text, cue.line, cue.line_to, cue.start, cue.end, None, None, cue.key))
    return pieces, sounds


def _unrolled(cues: Sequence[Cue]) -> Iterator[tuple[Cue, list[str]]]:
    """Cues with the lines they repeat from the one before left out, as captions have them that roll up a screen."""
    before: list[str] = []
    for cue in cues:
        shown = [text.strip() for text in cue.texts if plain_text(text)]
        plain = [plain_text(text) for text in shown]
        rolled = 0
        if before and len(plain) > 1:
            rolled = next(
                (
                    n
                    for n in range(min(len(plain), len(before), 8), 0, -1)
                    if plain[:n] == before[-n:] and len(plain[0]) > 12
                ),
                0,
            )
        elif before and plain == before[-1:] and len(plain[0]) > 40:
            rolled = 1
        if rolled < len(shown):
            yield cue, shown[rolled:]
        if plain:
            before = plain


def _labels(spoken: Sequence[tuple[Cue, list[str]]]) -> tuple[frozenset[str], bool]:
    """Which labels before a colon to believe, and whether every caption names its speaker."""
    voiced = total = 0
    counts: Counter[str] = Counter()
    for _, texts in spoken:
        total += not _SOUND.fullmatch(plain_text(" ".join(texts)))
        if any(map(_VOICE.search, texts)):
            voiced += 1
        elif found := _BEFORE_COLON.match(plain_text(_DASH.sub("", texts[0], count=1))):
            counts[found[1].strip()] += 1
    if not total or voiced > 0.5 * total:
        return frozenset(), True
    likely = {label: number for label, number in counts.items() if is_label(label)}
    named = sum(likely.values())
    if named >= _ALWAYS * total:
        return frozenset(likely), True
    recurring = {label: number for label, number in likely.items() if number > 1}
    if sum(recurring.values()) >= _SOMETIMES * total or (named >= 0.5 * total and total < 20):
        return frozenset(likely if named >= 0.5 * total else recurring), False
    return frozenset(), not voiced


def _within(texts: Sequence[str], labels: frozenset[str], always: bool) -> Iterator[tuple[str | None, str, bool]]:
    """Each thing said in one caption: its label (None where none stands there), its words, and a change of speaker."""
    parts: list[tuple[str | None, list[str], bool]] = []
    several = sum(bool(_DASH.match(text)) for text in texts) > 1
    for place, text in enumerate(texts):
        for voice, marked in _voices(text):
            dash = _DASH.match(marked)
            changed = dash is not None and (several or ">" in dash[0] or place == 0)
            words = plain_text(marked[dash.end() :] if changed and dash is not None else marked)
            label, words = _labelled(words, labels, always and not place) if voice is None else (voice, words)
            if not parts or label is not None or changed:
                parts.append((label, [words], changed))
            else:
                parts[-1][1].append(words)
    for label, said, changed in parts:
        if words := " ".join(filter(None, said)):
            yield label, words, changed


def _voices(text: str) -> Iterator[tuple[str | None, str]]:
    """The parts of a line under each voice tag; what stands before the first has none."""
    found = list(_VOICE.finditer(text))
    if not found or plain_text(text[: found[0].start()]):
        yield None, text[: found[0].start()] if found else text
    for place, voice in enumerate(found):
        until = found[place + 1].start() if place + 1 < len(found) else len(text)
        yield plain_text(voice[1]) or None, text[voice.end() : until]


def _labelled(words: str, labels: frozenset[str], anybody: bool) -> tuple[str | None, str]:
    """The label before these words, if one stands there, and the words; ``anybody`` may be named for the first time."""
    found = _BRACKETED.match(words) if labels is not _EVERY else None
    if found and found[1].casefold().strip() not in _SOUNDS and is_label(found[1]) and found[1][:1].isupper():
        return found[1].strip(), words[found.end() :]
    found = _BEFORE_COLON.match(words)
    if found and _believed(found[1].strip(), labels, anybody):
        return found[1].strip(), words[found.end() :]
    return None, words


def _believed(label: str, labels: frozenset[str], anybody: bool) -> bool:
    """Whether what stands before a colon is a speaker's label, in a file of these labels."""
    if labels is _EVERY or label in labels:
        return True
    return bool(labels) and is_label(label) and (anybody or bool(_FULL_NAME.match(label)))
