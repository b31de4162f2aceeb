"""The second pass: what the first pass heard in a turn and in those around it, as one row of numbers a turn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from saidanddone.listening.features import FLAGS, Layout
from saidanddone.listening.labels import LABELS

__all__ = ["AROUND", "FAR", "beside", "placed", "quieted", "shifted", "squashed"]

Floats = NDArray[np.float32]

FAR: Final = (-3, -2, -1, 1, 2, 3)
"""How far the turns around are looked at."""
AROUND: Final = (
    "basic_S", "basic_B", "basic_D", "basic_F", "basic_Q", "tag_aa", "tag_ar", "tag_no", "tag_cs", "tag_bu", "tag_br",
    "tag_df", "tag_ba", "ami_sug", "ami_el", "ami_ass",
)  # fmt: skip
"""What is looked at in them."""


def squashed(logits: Floats) -> Floats:
    """Logits brought to a range in which no single one drowns the others."""
    return np.clip(logits, -8, 8) / np.float32(3)


def shifted(values: Floats, layout: Layout, by: int) -> Floats:
    """Of each turn, ``values`` of the turn ``by`` later in the same conversation; zeros where there is none."""
    out = np.zeros_like(values)
    n = len(values)
    if abs(by) >= n:
        return out
    at, of = (slice(0, n - by), slice(by, n)) if by > 0 else (slice(-by, n), slice(0, n + by))
    here = (layout.conversation[at] == layout.conversation[of])[:, None]
    out[at] = np.where(here, values[of], 0)
    return out


def _by_who(values: Floats, layout: Layout, by: int) -> tuple[Floats, Floats, Floats]:
    """Of the turn ``by`` later, ``values`` if its speaker is the same, and if another; (n, 1) whether the same."""
    who = layout.speakers[:, None].astype(np.float32) + 2
    there = shifted(values, layout, by)
    same = (shifted(who, layout, by) == who).astype(np.float32)
    return there * same, there * (1 - same), same


def beside(logits: Floats, layout: Layout, marks: NDArray[np.int64], heads: Sequence[str]) -> Floats:
    """float32 (n, d): all scores of the turn, :data:`AROUND` of the turns around by who speaks, and the marks.

    Args:
        logits: (n, len(heads)) of the first pass. marks: of :func:`features.flags`.
    """
    own = squashed(logits)
    column = {head: place for place, head in enumerate(heads)}
    around = own[:, [column[name] for name in AROUND]]
    parts = [own]
    for by in FAR:
        parts += _by_who(around, layout, by)
    hot = np.zeros((len(layout), FLAGS), np.float32)
    np.put_along_axis(hot, marks, 1, axis=1)
    hot[:, 0] = 1
    parts.append(hot)
    return np.concatenate(parts, axis=1)


_PLACED_FAR: Final = (-2, -1, 1, 2)
_PLACED_NEAR: Final = 24
"""Of the turns around, so many of the main directions."""


def placed(sums: Floats, layout: Layout) -> Floats:
    """float32 (n, k + 8·24): where the words of each turn stand, and those of two turns before and after by who speaks.

    Args:
        sums: (n, k) along each main direction, most telling first, of a spread of about one.
    """
    half = sums * np.float32(0.5)
    near = half[:, :_PLACED_NEAR]
    parts = [half]
    for by in _PLACED_FAR:
        parts += _by_who(near, layout, by)[:2]
    return np.concatenate(parts, axis=1)


_NOTHING: Final = np.float32(-5)
_ATTACKED: Final = np.float32(-0.5)
_WORDLESS: Final = ~np.isin(LABELS, ("question", "thanks", "agreement"))
_STEPS_IN: Final = LABELS.index("protection")
_ATTACKS: Final = [LABELS.index("hostility"), LABELS.index("dismissal")]
_BEFORE: Final = 6
"""Somebody who is protected was attacked or turned down so many turns ago at most."""


def quieted(labels: Floats, layout: Layout) -> None:
    """Lowers, in place, the logits of what a turn cannot be.

    A bare link, number or sign says nothing but yes, thanks or what; nobody is protected where nobody was attacked or
    turned down before and nobody is spoken to.

    Args:
        labels: (n, len(LABELS)) logits.
    """
    cells = (layout.spoken == 0)[:, None] & _WORDLESS
    labels[cells] = np.minimum(labels[cells], _NOTHING)
    attacked: Floats = np.asarray((labels[:, _ATTACKS] > _ATTACKED).any(1), np.float32)[:, None]
    ago = np.stack([shifted(attacked, layout, -k)[:, 0] for k in range(1, _BEFORE + 1)])
    cells = ~(layout.you | (ago > 0).any(0))[:, None] & (np.arange(len(LABELS)) == _STEPS_IN)
    labels[cells] = np.minimum(labels[cells], _NOTHING)
