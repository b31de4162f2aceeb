"""Who has the floor: of each turn, how its speaker mostly talks, who spoke before and goes on, and who talks over whom.

What tells a "yeah" that only shows listening from one that agrees is not in the word. All of it is told of one
conversation by array arithmetic alone; what needs times is 0 where a transcript has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from saidanddone.listening.features import Layout

__all__ = ["FLOOR", "TIMED", "floor"]

Floats = NDArray[np.float32]
Places = NDArray[np.int64]

_KINDS: Final = ("basic_S", "basic_B", "basic_D", "basic_F", "basic_Q")
_SHORT: Final = 3
"""Tokens up to which a turn may be a bare sign of listening."""
_LONGEST: Final = 60
_WINDOWS: Final = (6, 20)
_BEFORE: Final = 8
_USUAL: Final = 3.0
"""So many turns as people mostly talk are put beside those of a speaker: of few turns little is said."""
_SHARES: Final = np.array([0.6, 0.13, 0.13, 0.07, 0.07, 0.3, 0.4, 0.1, 0.15, 0.05, 0.2, 0.43], np.float64)
_HABITS: Final = len(_SHARES) + 1
_NEAR: Final = 14
FLOOR: Final = _HABITS + 7 * len(_WINDOWS) + 8 + 2 * _NEAR + 2 + 9
"""How many numbers a turn has."""


def floor(logits: Floats, layout: Layout, heads: Sequence[str]) -> Floats:
    """float32 (n, FLOOR), about −1 … 1.

    Args:
        logits: (n, len(heads)) of the first pass.
    """
    if not len(layout):
        return np.zeros((0, FLOOR), np.float32)
    column = {head: place for place, head in enumerate(heads)}
    p = 1 / (1 + np.exp(-np.clip(logits[:, [*(column[kind] for kind in _KINDS), column["tag_aa"]]], -15, 15)))
    kinds = p[:, :5] / p[:, :5].sum(1, keepdims=True)
    agrees = p[:, 5]
    words = np.minimum(layout.lengths, _LONGEST).astype(np.float64)
    before, after = _nearest(layout, words > _SHORT)
    mine, following = _own(layout)
    parts = [
        _habits(layout, kinds, agrees), *(_window(layout, words, before, size) for size in _WINDOWS),
        _over(layout, words), _beside(layout, before, kinds, agrees, words),
        _beside(layout, after, kinds, agrees, words),
        _goes_on(layout, before, after, following), _times(layout, mine, following),
    ]  # fmt: skip
    return np.nan_to_num(np.concatenate(parts, axis=1)).astype(np.float32)


def _speaker(layout: Layout) -> Places:
    """(n,) one number for each speaker of each conversation."""
    return layout.conversation.astype(np.int64) * 100_003 + layout.speakers + 1


def _habits(layout: Layout, kinds: NDArray[np.float64], agrees: NDArray[np.float64]) -> NDArray[np.float64]:
    """What kinds of turns the speaker mostly has, what kinds of short ones, and how large a share of all turns."""
    _, who = np.unique(_speaker(layout), return_inverse=True)
    short = (layout.lengths <= _SHORT).astype(np.float64)
    every = np.ones(len(layout))

    def mean(value: NDArray[np.float64], of: NDArray[np.float64], usual: float) -> NDArray[np.float64]:
        return ((np.bincount(who, value * of) + _USUAL * usual) / (np.bincount(who, of) + _USUAL))[who]

    columns = [mean(kinds[:, k], every, _SHARES[k]) for k in range(5)]
    columns += [mean(kinds[:, k], short, _SHARES[5 + k]) for k in range(5)]
    columns += [mean(agrees, short, _SHARES[10]), mean(short, every, _SHARES[11])]
    turns = np.bincount(layout.conversation)[layout.conversation]
    columns.append(np.bincount(who)[who] / turns)
    found = np.stack(columns, 1)
    found[:, :-1] = (found[:, :-1] - _SHARES) * 4
    return found


def _window(layout: Layout, words: NDArray[np.float64], before: Places, size: int) -> NDArray[np.float64]:
    """Of the words said in the turns around, how many are the speaker's, and how many whose who spoke before."""
    n, of, who = len(layout), layout.conversation, layout.speakers
    holder = np.where(before >= 0, who[np.maximum(before, 0)], -9)
    sums = np.zeros((6, n))
    for by in range(1, min(size, n - 1) + 1):
        here = of[by:] == of[:-by]
        for first, at, to in ((0, slice(by, n), slice(0, n - by)), (3, slice(0, n - by), slice(by, n))):
            said = words[to] * here
            sums[first, at] += said * (who[to] == who[at])
            sums[first + 1, at] += said * (who[to] == holder[at])
            sums[first + 2, at] += said
    me, held, every, me_after, held_after, every_after = sums
    return np.stack([
        me / (every + 1), held / (every + 1), me_after / (every_after + 1), held_after / (every_after + 1),
        np.log1p(me) / 3, np.log1p(me_after) / 3, np.log1p(held_after) / 3,
    ], 1)  # fmt: skip


def _over(layout: Layout, words: NDArray[np.float64]) -> NDArray[np.float64]:
    """Whether somebody was talking when the turn began and still was when it ended, for how long, and how many others
    threw in a word at the same moment."""
    n, of, who, start, end = len(layout), layout.conversation, layout.speakers, layout.start, layout.end
    talked, left, since, length, still, beside = np.zeros((6, n))
    with np.errstate(invalid="ignore"):
        for by in range(1, min(_BEFORE, n - 1) + 1):
            at, to = slice(by, n), slice(0, n - by)
            other = (of[at] == of[to]) & (who[at] != who[to])
            on = other & (end[to] > start[at] + 0.02) & (words[to] > _SHORT)
            talked[at] = np.maximum(talked[at], on)
            left[at] = np.where(on, np.maximum(left[at], end[to] - start[at]), left[at])
            since[at] = np.where(on, np.maximum(since[at], start[at] - start[to]), since[at])
            length[at] = np.where(on, np.maximum(length[at], words[to]), length[at])
            still[at] = np.maximum(still[at], other & (end[to] > end[at] + 0.02) & (words[to] > _SHORT))
            together = other & (np.abs(start[at] - start[to]) < 0.7)
            beside[at] += together & (words[to] <= _SHORT)
            beside[to] += together & (words[at] <= _SHORT)
    return np.stack([
        talked, np.tanh(left), np.tanh(left / 4), np.tanh(since), np.tanh(since / 4), np.log1p(length) / 3, still,
        beside / 2,
    ], 1)  # fmt: skip


def _nearest(layout: Layout, long: NDArray[np.bool_]) -> tuple[Places, Places]:
    """(n,) the last longer turn of another before each turn, and the next after it; −1 where there is none."""
    return _last(layout.conversation, layout.speakers, long), _mirrored(layout.conversation, layout.speakers, long)


def _last(of: NDArray[np.int32], who: NDArray[np.int32], long: NDArray[np.bool_]) -> Places:
    n = len(of)
    at = np.flatnonzero(long)
    if not len(at):
        return np.full(n, -1, np.int64)
    begins = np.ones(len(at), bool)  # of longer turns, where another speaker or conversation begins
    begins[1:] = (who[at[1:]] != who[at[:-1]]) | (of[at[1:]] != of[at[:-1]])
    run = np.maximum.accumulate(np.where(begins, np.arange(len(at)), 0))
    other = np.where(run > 0, at[np.maximum(run - 1, 0)], -1)  # the last of the run before
    number = np.searchsorted(at, np.arange(n)) - 1  # the last longer turn before each
    nearest = np.where(number >= 0, at[np.maximum(number, 0)], -1)
    own = (nearest >= 0) & (who[nearest] == who) & (of[nearest] == of)
    found = np.where(own, other[np.maximum(number, 0)], nearest)
    return np.where((found >= 0) & (of[found] == of), found, -1)


def _mirrored(of: NDArray[np.int32], who: NDArray[np.int32], long: NDArray[np.bool_]) -> Places:
    found = _last(of[::-1], who[::-1], long[::-1])[::-1]
    return np.where(found >= 0, len(of) - 1 - found, -1)


def _own(layout: Layout) -> tuple[Places, Places]:
    """(n,) the speaker's own turn before and after each; −1 where there is none."""
    who = _speaker(layout)
    order = np.argsort(who, kind="stable")
    same = who[order[1:]] == who[order[:-1]]
    before, after = np.full(len(who), -1, np.int64), np.full(len(who), -1, np.int64)
    before[order[1:][same]] = order[:-1][same]
    after[order[:-1][same]] = order[1:][same]
    return before, after


def _beside(
    layout: Layout, near: Places, kinds: NDArray[np.float64], agrees: NDArray[np.float64], words: NDArray[np.float64]
) -> NDArray[np.float64]:
    """What the turn ``near`` is, how far off it is, and how long."""
    there, to = near >= 0, np.maximum(near, 0)
    start, end = layout.start, layout.end
    since, until, over = start - end[to], start[to] - end, end - end[to]
    steps = np.abs(np.arange(len(near)) - near)
    columns = [
        *kinds[to].T, agrees[to], np.tanh(since / 0.5), np.tanh(since / 3), np.tanh(until / 0.5), np.tanh(until / 3),
        np.tanh(over), np.minimum(steps, 20) / 5, np.log1p(words[to]) / 3, there,
    ]  # fmt: skip
    return np.asarray(np.nan_to_num(np.stack(columns, 1)) * there[:, None], np.float64)


def _goes_on(layout: Layout, before: Places, after: Places, following: Places) -> NDArray[np.float64]:
    """Whether who talked before goes on after; whether the speaker goes on before anybody else does."""
    both = (before >= 0) & (after >= 0)
    held = both & (layout.speakers[np.maximum(before, 0)] == layout.speakers[np.maximum(after, 0)])
    on = (following >= 0) & ((after < 0) | (following < after))
    return np.stack([held, on], 1).astype(np.float64)


def _times(layout: Layout, mine: Places, following: Places) -> NDArray[np.float64]:
    """How long the turn takes, and how long ago its speaker ended and will begin again."""
    start, end = layout.start, layout.end
    lasts = np.clip(end - start, 0, 20)
    since = np.where(mine >= 0, start - end[np.maximum(mine, 0)], np.nan)
    until = np.where(following >= 0, start[np.maximum(following, 0)] - end, np.nan)
    columns = [np.tanh(lasts / scale) for scale in (0.3, 1.0, 4.0)]
    columns += [np.tanh(value / scale) for value in (since, until) for scale in (0.5, 3.0)]
    known = ~np.isnan(lasts)
    columns += [known, np.minimum(lasts / np.maximum(layout.lengths, 1), 2)]
    return np.stack(columns, 1)


def _timed() -> NDArray[np.bool_]:
    at = np.zeros(FLOOR, bool)
    over = _HABITS + 7 * len(_WINDOWS)
    at[over : over + 8] = True
    for first in (over + 8, over + 8 + _NEAR):
        at[first + 6 : first + 11] = True
    at[-9:] = True
    return at


TIMED: Final = _timed()
"""(FLOOR,) which numbers need times."""
