"""What the cells of a column say: words, one of a few choices, numbers, yes or no."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from saidanddone.evidence.people import People
from saidanddone.sources.sheet import Bools

__all__ = [
    "NOTHING",
    "YES_NO",
    "Choices",
    "Words",
    "as_text",
    "choices",
    "numbers",
    "pseudonyms",
    "tidy",
    "unnamed",
    "words",
]

Codes = NDArray[np.int64]

NOTHING = frozenset(
    ("", "nan", "NaN", "NAN", "NaT", "<NA>", "N/A", "n/a", "#N/A", "null", "NULL", "None", "-", "–", "—")
)
"""What programs and people write where there is nothing. Spelled as they do: Nan and Null are also people's names."""

YES_NO: Mapping[str, str] = {
    **dict.fromkeys(("1", "true", "yes", "y", "t", "x"), "yes"),
    **dict.fromkeys(("0", "false", "no", "n", "f"), "no"),
}
"""Words for yes and no."""


@dataclass(frozen=True)
class Words:
    """A column of text: ``codes`` (length n, −1 where there is nothing) into its distinct ``values``."""

    codes: Codes = field(repr=False)
    values: tuple[str, ...] = field(repr=False)

    @property
    def empty(self) -> Bools:
        """Where nothing is said."""
        return self.codes < 0

    def arrow(self, values: list[str | None] | None = None) -> pa.Array:
        """The column as Arrow text, each distinct value replaced by that of ``values`` (default: itself)."""
        distinct = pa.array(list(self.values) if values is None else values, type=pa.string())
        return distinct.take(pa.array(self.codes, mask=self.empty))


@dataclass(frozen=True)
class Choices:
    """A column of choices: Arrow text (null where nothing or nothing known), and where a word was not one of them."""

    values: pa.Array = field(repr=False)
    unknown: Bools = field(repr=False)


def tidy(text: str) -> str:
    """Without NULs, byte-order marks and space around; empty where it only says that there is nothing."""
    text = text.replace("\x00", "").replace("\ufeff", "").strip()
    return "" if text in NOTHING else text


def as_text(column: pa.Array) -> pa.Array:
    """Any Arrow column as text; whole numbers without a decimal point, nested values as nothing."""
    kind = column.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return column
    if pa.types.is_floating(kind):
        whole = pc.and_kleene(pc.is_finite(column), pc.equal(pc.floor(column), column))
        small = pc.less(pc.abs(column), 2.0**53)
        as_int = pc.cast(pc.if_else(pc.and_kleene(whole, small), column, None), pa.int64())
        return pc.coalesce(pc.cast(as_int, pa.string()), pc.cast(column, pa.string()))
    try:
        return pc.cast(column, pa.string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return pa.nulls(len(column), pa.string())


def words(column: pa.Array) -> Words:
    """The column's text, tidied."""
    encoded = as_text(column).dictionary_encode()
    raw = [tidy(value) for value in encoded.dictionary.to_pylist()]
    place: dict[str, int] = {}
    recode = np.array([place.setdefault(value, len(place)) if value else -1 for value in raw] + [-1], dtype=np.int64)
    indices = pc.fill_null(encoded.indices, len(raw)).to_numpy(zero_copy_only=False)
    return Words(recode[indices], tuple(place))


def choices(column: pa.Array, known: Mapping[str, str]) -> Choices:
    """One of a few words each, whatever its case, parted by spaces, hyphens or underscores; ``1.0`` is ``1``."""
    found = words(column)
    said = [known.get(_plain(value)) for value in found.values]
    unknown = np.array([value is None for value in said] + [False])
    return Choices(found.arrow(said), unknown[found.codes])


def _plain(word: str) -> str:
    plain = "_".join(word.casefold().replace("-", " ").replace("_", " ").split())
    return plain[:-2] if plain[:-2].isdigit() and plain.endswith(".0") else plain


def numbers(column: pa.Array) -> tuple[NDArray[np.float64], Bools]:
    """Numbers (NaN where there is none) and where something else stands. ``2,5`` is 2.5; infinity is not a number."""
    found = words(column)
    values, wrong = [], []
    for text in found.values:
        plain = text.replace(",", ".") if text.count(",") == 1 and "." not in text else text
        try:
            value = float(plain) if "_" not in plain else np.nan
        except ValueError:
            value = np.nan
        values.append(value if np.isfinite(value) else np.nan)
        wrong.append(not np.isfinite(value))
    return np.array([*values, np.nan])[found.codes], np.array([*wrong, False])[found.codes]


def unnamed(ids: pa.Array, people: People) -> pa.Array:
    """Ids with each that could name somebody (it holds a blank or an ``@``) replaced by a keyed hash.

    The same id gives the same hash, so that what belongs together stays together.
    """
    suspect = pc.fill_null(pc.match_substring_regex(ids, r"[\s@]"), False)
    if not pc.any(suspect).as_py():
        return ids
    made = ["i" + people.pseudonym(one)[1:] for one in ids.filter(suspect).to_pylist()]
    return pc.replace_with_mask(ids, suspect, pa.array(made, type=ids.type))


def pseudonyms(handles: tuple[str, ...], people: People) -> tuple[list[str | None], dict[str, str]]:
    """The pseudonym of each handle, and pseudonym -> the one handle that stands for the person."""
    made: list[str | None] = []
    names: dict[str, str] = {}
    for handle in handles:
        pseudonym = people.pseudonym(handle)
        made.append(pseudonym)
        names.setdefault(pseudonym, people.resolve(handle))
    return made, names
