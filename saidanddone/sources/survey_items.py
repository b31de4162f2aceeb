"""A table of items: what somebody says of the items of their own survey, and never how they are worded (S10, T12).

An item goes by its code, as its column is headed in the file of answers. What is no code, such as an item's whole
wording, goes by a keyed hash from here on: it is found again by it and can be read from nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import tzinfo

import numpy as np
import pyarrow as pa

from saidanddone.evidence import item
from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.item import COUNTS, HALVES, OWN, OWN_SCALE, Item
from saidanddone.evidence.people import People
from saidanddone.sources.cells import YES_NO
from saidanddone.sources.header import Field
from saidanddone.sources.rows import Rows, repeated
from saidanddone.sources.sheet import Reading, Sheet

__all__ = ["FIELDS", "HOW_TO_NAME", "item_id", "item_key", "named", "read"]

FIELDS = (
    Field("item", "which item it is, as its column is headed (item)", True,
          ("code", "question code", "item id", "variable")),
    Field("half", "which half it asks about (half)", True, ("about", "asks about")),
    Field("low", also=("lowest", "min", "scale low", "scale min")),
    Field("high", also=("highest", "max", "scale high", "scale max", "points")),
    Field("reversed", also=("reverse", "reverse coded", "reverse scored", "negative")),
)  # fmt: skip

HALF_WORDS: Mapping[str, str] = {
    **{half: half for half in HALVES},
    **dict.fromkeys(("psychological_safety", "speaking_up"), "safety"),
    **dict.fromkeys(("leader_trust", "reliability"), "trust"),
    **dict.fromkeys(("none", "neither"), "other"),
}

HOW_TO_NAME = (
    "Name each in a table of items with the columns item, half (trust or safety), low, high and reversed, "
    "and read it together with the answers."
)
"""What to do about items nobody has spoken for."""

_CODE = re.compile(r"\w[\w.\-]{0,39}(?:\[[\w.\-]{1,20}\]){0,2}")
_APART = re.compile(r"[\s_\-./\[\]]+")


def item_key(text: str) -> str:
    """The form in which one item's headings in different exports are equal.

    >>> item_key("Safety[SQ001]") == item_key("safety_SQ001") == item_key("Safety.SQ001.")
    True
    """
    return _APART.sub("", text).casefold()


def item_id(text: str, people: People) -> str:
    """What an item is called from here on: its code, or a keyed hash of what is none.

    >>> item_id("TRUST1", People(b"k" * 32))
    'TRUST1'
    >>> item_id("Can you rely on your leader?", People(b"k" * 32))[:2]
    'i-'
    """
    return text if _CODE.fullmatch(text) else "i" + people.pseudonym(text)[1:]


def named(items: pa.Table) -> dict[str, Item]:
    """Items by :func:`item_key`, of an ``items`` table; of two that say the same item the first stands.

    Those without a line were told by no one, and name nothing.
    """
    found: dict[str, Item] = {}
    for row in items.to_pylist():
        if row["line"]:
            found.setdefault(item_key(row["item"]), Item(**row))
    return found


def read(sheet: Sheet, people: People, *, dates: str | None, zone: tzinfo) -> Reading:
    """One item a row. A row needs the item and its half; without a scale it is taken to be answered from 1 to 5."""
    rows = Rows(sheet, people, zone, dates, ())
    texts = rows.needed_texts("item", "which item it is")
    halves = rows.needed_choices("half", HALF_WORDS, HALVES)
    given = {name: name in sheet.columns for name in ("low", "high")}
    lows, highs = rows.numbers("low", -1_000.0, 1_000.0), rows.numbers("high", -1_000.0, 1_000.0)
    turned = rows.choices("reversed", YES_NO)
    keys = [None if text is None else item_key(text) for text in texts]
    ours = {item_key(known) for known in (*OWN, *COUNTS)}
    rows.tell(np.array([key in ours for key in keys], dtype=bool),
              "This is the name of one of our own items, which is known already; the line was not read.",
              "Give your item another name, here and in the answers, unless it is ours.", drop=True)  # fmt: skip
    rows.tell(repeated(keys), "A line further up is of the same item; that one was read, this one not.",
              "Keep one line an item.", drop=True)  # fmt: skip
    spans = [
        (OWN_SCALE[0] if low is None else low, OWN_SCALE[1] if high is None else high)
        for low, high in zip(lows, highs, strict=True)
    ]
    rows.tell(np.array([not low < high for low, high in spans], dtype=bool),
              "The lowest answer is not below the highest; the line was not read.",
              "Fill in the columns low and high, such as 1 and 7.", drop=True)  # fmt: skip
    found = [
        Item(
            item=item_id(texts[row] or "", people), half=halves[row] or "", low=spans[row][0], high=spans[row][1],
            source=sheet.source, line=rows.line(row), reversed=turned[row] == "yes",
        )
        for row in rows.unrepeated([None] * len(sheet))
    ]  # fmt: skip
    unsaid = not all(given.values()) or any(highs[one] is None for one in range(len(sheet)))
    notes = ("Items whose scale is not said are taken to be answered from 1 to 5.",) if unsaid else ()
    return rows.reading(Evidence(items=item.table(found)), len(found), notes)
