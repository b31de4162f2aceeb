"""Turns of talk as rows of numbers: words and word groups of a turn and of its neighbours, by array arithmetic alone.

Each turn becomes whole numbers that point into tables of weights: its words, pairs and triples of words; the words and
pairs of the turn before and after, told apart by whether the same person speaks; and a few marks (length, gap, overlap,
capitals, way of meeting). Words are looked up in one dictionary; every group of words is a multiplication and a shift,
so that a whole meeting is a handful of array operations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from saidanddone.listening.conversation import CHANNELS, Conversation
from saidanddone.listening.wordlist import TONES

__all__ = [
    "BEGIN", "BUCKETS", "END", "FLAGS", "OTHER", "TONE_MARKS", "Layout", "Words", "context_buckets", "flags",
    "laid_out", "normalised", "own_buckets", "pair_buckets", "sentences", "tokens", "unquoted",
]  # fmt: skip

Int = NDArray[np.int32]
Wide = NDArray[np.uint64]

BITS: Final = 22
BUCKETS: Final = 1 << BITS
"""Groups of words are told apart by a hash of this many values; two that share one share a weight."""
BEGIN: Final = 1
END: Final = 2
OTHER: Final = 3
"""Places of the turn's beginning, its end and the first kind of unknown word; 0 is kept free."""
SHAPES: Final = 6
_FIRST: Final = OTHER + SHAPES

_QUOTED: Final = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
_LINK: Final = re.compile(r"https?://\S+|www\.\S+")
_CODE: Final = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`", re.DOTALL)
_TAG: Final = re.compile(r"<[^<>\n]{1,40}>")
_TOKEN: Final = re.compile(
    r"\x1e|[a-z0-9]+(?:['\-][a-z0-9]+)*|[?!]{2,}|\.{2,}|[?.!,:;]|-+|[\"(*@$>]|[\u2190-\u2bff\U0001f300-\U0001faff]"
)
_CAPITALS: Final = re.compile(r"\x1e|\b[A-Z]{3,}\b")
_MASKED: Final = re.compile(
    # A word whose middle is hidden (f**k, a****le, shi**y), or what follows on such a beginning (sh**, f***), and f*ck,
    # sh*t and their like. Products and powers (2**k, x**n, f*k), file patterns and addresses are none.
    r"(?<![\w*])(?:[abcdfhmpstw]\*{2,}[a-z]{2,4}|[bcdfhpstw]\*{2,}[hklnpst]|[abcfrs]\*{3,}[a-z]"
    r"|(?:[a-z]{2}|shi|fuc|bit)\*{2,}[a-z]{1,4}|(?:[abcfs]|sh|fu|bi)\*{2,}"
    r"|(?:f[*@]ck|fu[*@]k|f\*k(?=ing)|s\*it|sh[*@]t|b[*@]tch|cr[*@]p|d[*@]mn|p\*ss|d\*ck|c\*nt)"
    r"(?:s|ing|in|ed|er|y|ty)?)(?![\w*]|\.\w)",
    re.IGNORECASE,
)
_BOLD: Final = re.compile(r"\*\*\w[^*\n]*[a-z][^*\n]*\Z")
"""Bold writing that has begun and not ended: **Option B** swears at nobody. Where all is shouted, who can say."""
_BOLDEST: Final = 200
_SMILE: Final = re.compile(r"[:;=]-?[)D]")


def _unmasked(hit: re.Match[str]) -> str:
    before = hit.string[max(hit.start() - _BOLDEST, 0) : hit.start()]
    return hit.group() if _BOLD.search(before) else " swearhere "


def unquoted(text: str) -> str:
    """Without lines quoted by ``>``, unless nothing else is there: they are another's words."""
    own = _QUOTED.sub(" ", text) if ">" in text else text
    return own if own.strip() else text


def normalised(text: str) -> str:
    """One turn as the featuriser sees it: lower case, plain apostrophes; links, code, sounds and masked swearing
    as one word each; of quoted lines nothing (:func:`unquoted`)."""
    if "\x1e" in text:
        text = text.replace("\x1e", " ")
    text = unquoted(text)
    if "`" in text:
        text = _CODE.sub(" codehere ", text)
    if "://" in text or "www." in text:
        text = _LINK.sub(" linkhere ", text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    if "*" in text or "@" in text:
        text = _MASKED.sub(_unmasked, text)
    if ")" in text or "D" in text:
        text = _SMILE.sub(" smilehere ", text)
    if "\u2019" in text:
        text = text.replace("\u2019", "'")
    return text.lower()


def tokens(text: str) -> list[str]:
    """The words and marks of one turn, in order."""
    return _TOKEN.findall(normalised(text))


def _shape(word: str) -> int:
    """Which kind of unknown word: a number, or by its ending."""
    if word[0].isdigit():
        return OTHER + 1
    for place, ending in enumerate(("ing", "ed", "ly", "s"), start=2):
        if word.endswith(ending):
            return OTHER + place
    return OTHER


_YOU: Final = ("you", "your", "you're", "yourself", "u", "ur", "you've", "yours")


_STAND_INS: Final = frozenset({"linkhere", "codehere", "smilehere"})


class Words(dict[str, int]):
    """The words known, each with its place; an unknown word gets the place of its kind, and is not kept."""

    def __init__(self, known: Iterable[str]) -> None:
        super().__init__((word, place) for place, word in enumerate(known, start=_FIRST))
        self["\x1e"] = END
        self.tones = np.zeros((max(self.values()) + 1, len(TONES)), np.int64)
        for column, listed in enumerate(TONES):
            self.tones[[place for word in listed if (place := self.get(word, 0))], column] = 1
        # Words proper, known or not: neither a number, a mark of punctuation, nor what stands for a link or for code.
        self.spoken = np.zeros(len(self.tones), bool)
        self.spoken[[OTHER, *range(OTHER + 2, OTHER + SHAPES)]] = True
        self.spoken[[place for word, place in self.items() if word[:1].isalpha() and word not in _STAND_INS]] = True
        self.stops = np.array([place for stop in (".", "?", "!", ";") if (place := self.get(stop, 0))], np.int64)
        self.you = frozenset(place for word in _YOU if (place := self.get(word, 0)))

    def __missing__(self, word: str) -> int:
        return _shape(word)


@dataclass(frozen=True, slots=True)
class Layout:
    """Turns of many conversations laid end to end, n turns and T tokens.

    Attributes:
        ids: int64 (T,) token places; each turn is BEGIN, its tokens, END. begins: int64 (n,) where each turn begins.
        lengths: int64 (n,) its tokens without the two marks.
        prev, next: bool (n,) whether a turn of the same conversation stands before or after.
        same_prev, same_next: bool (n,) and is by the same speaker (an unknown speaker is the same as none).
        same_prev2, same_next2: int8 (n,) the same of the turns two away: 1 same, 0 other, −1 none.
        speakers: int32 (n,) number of the speaker within the whole; −1 unknown. conversation: int32 (n,).
        channel: int8 (n,) place in CHANNELS. capitals: int64 (n,) words all in capitals.
        start, end: float64 (n,) seconds; NaN where unknown.
        gap: float32 (n,) seconds from the end of the turn before to the beginning of this; NaN where unknown.
        question: bool (n,) whether a question mark stands in it.
        tones: int64 (n, len(TONES)) words of each tone. you: bool (n,) whether somebody is addressed.
        spoken: int64 (n,) words proper: numbers, links, code and signs are none.
        ends: bool (T,) whether a sentence ends with a token.
    """

    ids: NDArray[np.int64]
    begins: NDArray[np.int64]
    lengths: NDArray[np.int64]
    prev: NDArray[np.bool_]
    next: NDArray[np.bool_]
    same_prev: NDArray[np.bool_]
    same_next: NDArray[np.bool_]
    same_prev2: NDArray[np.int8]
    same_next2: NDArray[np.int8]
    speakers: Int
    conversation: Int
    channel: NDArray[np.int8]
    capitals: NDArray[np.int64]
    start: NDArray[np.float64]
    end: NDArray[np.float64]
    gap: NDArray[np.float32]
    question: NDArray[np.bool_]
    tones: NDArray[np.int64]
    you: NDArray[np.bool_]
    spoken: NDArray[np.int64]
    ends: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.begins)


def laid_out(conversations: Sequence[Conversation], words: Words) -> Layout:
    """The turns of ``conversations``, in order, as one :class:`Layout`."""
    texts: list[str] = []
    speakers: list[int] = []
    starts: list[float] = []
    ends: list[float] = []
    of: list[int] = []
    channel: list[int] = []
    nan = float("nan")
    for number, conversation in enumerate(conversations):
        known: dict[str, int] = {"": -1}
        kind = CHANNELS.index(conversation.channel)
        for turn in conversation.turns:
            texts.append(unquoted(turn.text))
            speakers.append(known.setdefault(turn.speaker, len(known) - 1))
            starts.append(nan if turn.start is None else turn.start)
            ends.append(nan if turn.end is None else turn.end)
        of += [number] * len(conversation.turns)
        channel += [kind] * len(conversation.turns)
    n = len(texts)
    # One pass of the expression over everything: a mark between turns becomes END, and BEGIN is put after it.
    found = _TOKEN.findall("\x1e".join([normalised(text) for text in texts]) + "\x1e") if n else []
    get = words.__getitem__
    raw = np.fromiter(map(get, found), np.int64, len(found))
    last = np.flatnonzero(raw == END)
    lengths = np.diff(last, prepend=-1) - 1
    begins = np.concatenate(([0], np.cumsum(lengths + 2)[:-1])) if n else np.zeros(0, np.int64)
    ids = np.empty(int(lengths.sum() + 2 * n), np.int64)
    place = np.arange(len(raw)) + np.repeat(np.arange(1, n + 1), lengths + 1)
    ids[place] = raw
    ids[begins] = BEGIN
    who = np.array(speakers, np.int32)
    conversation_of = np.array(of, np.int32)
    start, end = np.array(starts, np.float32), np.array(ends, np.float32)
    gap = np.full(n, np.nan, np.float32)
    joined = conversation_of[1:] == conversation_of[:-1]
    gap[1:] = np.where(joined, start[1:] - end[:-1], np.nan)
    prev = np.concatenate(([False], joined))[:n]
    following = np.concatenate((joined, [False]))[:n]
    same = _same(who, conversation_of, 1) == 1
    back2, back1 = _same(who, conversation_of, 2), np.concatenate(([False], same))[:n]
    question, you = (_any(ids, begins, places) for places in ({words.get("?", 0)}, words.you))
    tones = np.add.reduceat(words.tones[ids], begins) if n else np.zeros((0, len(TONES)), np.int64)
    return Layout(
        ids, begins, lengths, prev, following, back1, np.concatenate((same, [False]))[:n],
        np.concatenate((np.full(min(2, n), -1, np.int8), back2))[:n],
        np.concatenate((back2, np.full(min(2, n), -1, np.int8)))[:n],
        who, conversation_of, np.array(channel, np.int8), _capitals(texts),
        np.array(starts, np.float64), np.array(ends, np.float64), gap, question, tones, you,
        np.add.reduceat(words.spoken[ids].astype(np.int64), begins) if n else lengths, np.isin(ids, words.stops),
    )  # fmt: skip


def _any(ids: NDArray[np.int64], begins: NDArray[np.int64], places: Iterable[int]) -> NDArray[np.bool_]:
    """(n,) whether one of ``places`` stands in each turn."""
    if not len(begins):
        return np.zeros(0, bool)
    wanted = np.array([place for place in places if place], np.int64)
    return np.asarray(np.add.reduceat(np.isin(ids, wanted).astype(np.int64), begins) > 0)


def _same(who: Int, conversation: Int, apart: int) -> NDArray[np.int8]:
    """Of each turn and the one ``apart`` later: 1 by the same speaker, 0 by another, −1 another conversation."""
    together = conversation[apart:] == conversation[:-apart]
    alike = (who[apart:] == who[:-apart]) & (who[apart:] >= 0)
    return np.where(together, alike, -1).astype(np.int8)


def _capitals(texts: Sequence[str]) -> NDArray[np.int64]:
    marks = _CAPITALS.findall("\x1e".join([text.replace("\x1e", " ") for text in texts]) + "\x1e") if texts else []
    ends = np.fromiter((mark == "\x1e" for mark in marks), bool, len(marks))
    return np.asarray(np.diff(np.flatnonzero(ends), prepend=-1) - 1, np.int64)


_A: Final = np.uint64(0x9E3779B97F4A7C15)
_B: Final = np.uint64(0xC2B2AE3D27D4EB4F)
_SHIFT: Final = np.uint64(64 - BITS)


def _bucket(key: Wide, salt: Wide | np.uint64) -> NDArray[np.int64]:
    mixed = (key ^ salt) * _A
    mixed ^= mixed >> np.uint64(29)
    mixed *= _B
    return np.asarray(mixed >> _SHIFT, np.int64)


def _keys(layout: Layout, longest: int) -> Wide:
    """(T, longest) the exact key of the group of 1 … ``longest`` tokens that begins at each token; 0: none begins."""
    ids = layout.ids.astype(np.uint64)
    keys = np.zeros((len(ids), longest), np.uint64)
    keys[:, 0] = ids
    # A group may end with END but never reach past it.
    left = np.repeat(layout.begins + layout.lengths + 1, layout.lengths + 2) - np.arange(len(ids))
    for k in range(1, longest):
        grown = (keys[:-k, k - 1] << np.uint64(16)) | ids[k:]
        keys[:-k, k] = np.where(left[:-k] >= k, grown, 0)
    return keys


def own_buckets(layout: Layout, longest: int = 3) -> NDArray[np.int64]:
    """(T, longest) the bucket of every group of 1 to 3 tokens, by where it begins; −1 where none does."""
    keys = _keys(layout, longest)
    return np.where(keys == 0, -1, _bucket(keys, np.uint64(0)))


LONG_TURN: Final = 30
"""Tokens beyond which a turn is also heard sentence by sentence."""
_BREATH: Final = 24
"""Of a long turn without a mark of punctuation, so many tokens are taken for a sentence."""


def sentences(layout: Layout) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(S,) tokens of each sentence, in order; (n,) the first sentence of each turn. Short turns are one sentence."""
    spans = layout.lengths + 2
    at = np.arange(len(layout.ids)) - np.repeat(layout.begins, spans)
    stops = np.add.reduceat(layout.ends.astype(np.int64), layout.begins) if len(layout) else layout.lengths
    long = layout.lengths > LONG_TURN
    bare = np.repeat(long & (stops * 2 * _BREATH < layout.lengths), spans)
    begins = (at % _BREATH == 0) & bare
    # What follows a full stop begins a sentence, except END.
    begins[1:] |= layout.ends[:-1] & np.repeat(long, spans)[1:] & (layout.ids[1:] != END) & ~bare[1:]
    begins |= at == 0
    starts = np.flatnonzero(begins)
    return np.diff(starts, append=len(layout.ids)), np.searchsorted(starts, layout.begins)


_PREV_OTHER, _PREV_SAME, _NEXT_OTHER, _NEXT_SAME, _ANSWERED = (np.uint64(k << 58) for k in range(1, 6))


def context_buckets(layout: Layout) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """((T, 2), (T, 2)) buckets of each turn's words and pairs as the turn before its next, and as the turn after its
    previous; −1 where there is none. Whether both are by one speaker is part of the bucket."""
    keys = _keys(layout, 2)
    spans = layout.lengths + 2
    as_prev = np.repeat(np.where(layout.same_next, _PREV_SAME, _PREV_OTHER), spans)[:, None]
    as_next = np.repeat(np.where(layout.same_prev, _NEXT_SAME, _NEXT_OTHER), spans)[:, None]
    is_prev = np.repeat(layout.next, spans)[:, None]
    is_next = np.repeat(layout.prev, spans)[:, None]
    return (
        np.where((keys == 0) | ~is_prev, -1, _bucket(keys, as_prev)),
        np.where((keys == 0) | ~is_next, -1, _bucket(keys, as_next)),
    )


def pair_buckets(layout: Layout) -> NDArray[np.int64]:
    """(T, 2) buckets of each turn's words and pairs as the turn that another answers; −1 where none begins."""
    keys = _keys(layout, 2)
    return np.where(keys == 0, -1, _bucket(keys, _ANSWERED))


_LENGTHS: Final = 21
_EDGES: Final = np.array([-1.0, -0.3, 0.05, 0.3, 0.8, 2.0, 5.0], np.float32)
_GROUPS: Final = (
    _LENGTHS, 2, 3, 3, 3, 3, 22, 22, len(_EDGES) + 2, len(_EDGES) + 2, len(CHANNELS), 4, 6, 6, 16, 66, 66,
    *(4,) * len(TONES), *(2,) * len(TONES),
)  # fmt: skip
_STARTS: Final = np.cumsum((1, *_GROUPS))
FLAGS: Final = int(_STARTS[-1])
"""How many marks there are; mark 0 always is none."""


TONE_MARKS: Final = np.concatenate(
    [np.arange(_STARTS[place], _STARTS[place + 1]) for place in (1, 11, *range(17, len(_GROUPS)))]
)
"""Marks that a turn has of itself: a question mark, capitals, words of one tone. The others tell of its place."""


def flags(layout: Layout) -> NDArray[np.int64]:
    """(n, 17) which mark of each group holds; 0 where it is not known."""
    n = len(layout)
    length = np.minimum(layout.lengths, 20)
    before, after = np.roll(length, 1), np.roll(length, -1)
    gap_after = np.roll(layout.gap, -1)
    asked_before, asked_after = np.roll(layout.question, 1), np.roll(layout.question, -1)
    same2 = (layout.same_prev2 == 1) * 4 + (layout.same_next2 == 1) * 8
    around = layout.same_prev * 1 + layout.same_next * 2 + same2
    shouted = np.minimum(layout.capitals, 3)
    columns = (
        (length, np.ones(n, bool)),
        (layout.question, np.ones(n, bool)),
        (layout.same_prev, layout.prev),
        (layout.same_next, layout.next),
        (layout.same_prev2, layout.same_prev2 >= 0),
        (layout.same_next2, layout.same_next2 >= 0),
        (np.minimum(before, 10) + 11 * layout.same_prev, layout.prev),
        (np.minimum(after, 10) + 11 * layout.same_next, layout.next),
        (_gap_kind(layout.gap), ~np.isnan(layout.gap) & layout.prev),
        (_gap_kind(gap_after), ~np.isnan(gap_after) & layout.next),
        (layout.channel, np.ones(n, bool)),
        (shouted, shouted > 0),
        (asked_before * 2 + layout.same_prev, layout.prev),
        (asked_after * 2 + layout.same_next, layout.next),
        (around, layout.prev & layout.next),
        (np.minimum(length, 5) * 11 + _gap_kind(layout.gap), ~np.isnan(layout.gap) & layout.prev),
        (np.minimum(length, 5) * 11 + _gap_kind(gap_after), ~np.isnan(gap_after) & layout.next),
        *((np.minimum(count, 3), count > 0) for count in layout.tones.T),
        *((np.ones(n, np.int64), (count > 0) & layout.you) for count in layout.tones.T),
    )
    out = np.empty((n, len(columns)), np.int64)
    for place, (value, holds) in enumerate(columns):
        out[:, place] = np.where(holds, _STARTS[place] + value, 0)
    return out


def _gap_kind(gap: NDArray[np.float32]) -> NDArray[np.int64]:
    return np.searchsorted(_EDGES, np.nan_to_num(gap)).astype(np.int64)
