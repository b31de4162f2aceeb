"""Which column of a survey asks what, by its heading: an item, an episode, a count, or where somebody belongs."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from saidanddone.evidence.item import COUNTS, OWN, OWN_SCALE, Item
from saidanddone.evidence.people import People
from saidanddone.sources.answer_values import Scale
from saidanddone.sources.episodes import is_slot, slot_of
from saidanddone.sources.header import Field
from saidanddone.sources.survey_items import item_id, item_key

__all__ = ["WHERE", "Asked", "Question", "asked", "half_of", "own_question", "said_question"]

WHERE = (
    Field("round", also=("wave", "survey round", "pulse")),
    Field("closed", also=("closed on", "closed at", "closing day", "close date")),
    Field("team", also=("group", "team name", "your team", "squad")),
    Field("department", also=("dept", "division", "business unit")),
    Field("respondent", also=("respondent id", "participant", "token")),
)
"""Columns of a plain file that say where an answer belongs."""

_NAMED_SO = re.compile(r"(trust|safety)[\s_\-.]*\[?[\s_\-.]*(?:q|sq|i|item)?_?\d{1,3}\]?\.?", re.ASCII | re.IGNORECASE)
"""A heading that says by itself which half its item asks about: trust1, SAFETY_02, ``Safety[SQ001]``."""

_CODE_FIRST = re.compile(r"([A-Za-z][\w\[\].]{0,60}?)(?:\.|:) +\S.*", re.ASCII | re.DOTALL)
_LONGEST_CODE = 60
_LISTED = re.compile(r"([A-Za-z]\w*)\[([^\[\]]+)\](?:\[[^\[\]]+\])?", re.ASCII)
_APART = re.compile(r"[\s_\-./\[\]]+")


@dataclass(frozen=True, slots=True)
class Question:
    """One item as a file asks it.

    Attributes:
        item: its id. half: what it asks about; None where nobody says. scale: None where it has to be told by the
            answers. stated: whether somebody stated it: it is ours, or in a table of items.
    """

    item: str
    half: str | None = None
    scale: Scale | None = None
    stated: bool = False


@dataclass(frozen=True)
class Asked:
    """What a header asks.

    Attributes:
        where: field of :data:`WHERE` -> place in the header. mapping: the same -> the name it goes by.
        items: place -> item. slots: column of an episode (``own_kind``) -> place. counts: item of ``COUNTS`` -> place.
        passed_over: columns of which nobody said what they ask.
    """

    where: Mapping[str, int] = field(repr=False)
    mapping: Mapping[str, str] = field(repr=False)
    items: Mapping[int, Question] = field(repr=False)
    slots: Mapping[str, int] = field(repr=False)
    counts: Mapping[str, int] = field(repr=False)
    passed_over: int = 0

    @property
    def any(self) -> bool:
        """Whether it asks anything that is read."""
        return bool(self.items or self.slots or self.counts)

    @property
    def ours(self) -> int:
        """Columns of our own pulse."""
        stated = sum(question.item in OWN for question in self.items.values())
        return stated + len(self.slots) + len(self.counts)

    def columns(self) -> dict[str, int]:
        """What to take from the file: key -> place."""
        items = {f"item {place}": place for place in self.items}
        return {**self.where, **items, **self.slots, **self.counts}


_OURS = {item_key(item): item for item in OWN}
_COUNTED = {item_key(item): item for item in COUNTS}


def own_question(key: str) -> Question | None:
    """The item of ours, or the count, that goes by this :func:`item_key`."""
    if key in _OURS:
        return Question(_OURS[key], OWN[_OURS[key]], OWN_SCALE, stated=True)
    return Question(_COUNTED[key], "other", (0.0, 1_000.0), stated=True) if key in _COUNTED else None


def said_question(said: Item) -> Question:
    """An item that a table of items tells of."""
    return Question(said.item, said.half, (said.low, said.high), stated=True)


def half_of(heading: str) -> str | None:
    """The half that a heading names by itself; None where it names none.

    >>> half_of("TRUST1"), half_of("safety_2"), half_of("Safety[SQ001]"), half_of("trust_comment"), half_of("Q1")
    ('trust', 'safety', 'safety', None, None)
    """
    found = _NAMED_SO.fullmatch(heading.strip()) if len(heading) <= _LONGEST_CODE else None
    return None if found is None else found[1].casefold()


def codes(heading: str, *, nested: bool) -> Iterator[str]:
    """The codes a heading may stand for, the surest first: itself, what stands before its wording, or in brackets.

    ``nested``: a code may also follow that of the question it belongs to, as ``PULSE_kept``.
    """
    yield heading
    if found := _CODE_FIRST.fullmatch(heading):
        heading = found[1]
        yield heading
    if listed := _LISTED.fullmatch(heading):
        yield listed[2]
    elif nested and "_" in heading:
        yield heading.partition("_")[2]


def asked(
    header: Sequence[str],
    named: Mapping[str, Item],
    people: People | None = None,
    *,
    apart: Collection[int] = (),
    nested: bool = False,
    where: Sequence[Field] = WHERE,
) -> Asked:
    """What a header asks.

    Args:
        named: items that a table of items tells of, by :func:`saidanddone.sources.survey_items.item_key`. people: makes
            the hash that an item goes by whose heading is no code.
        apart: places of columns that are the survey program's own, and are nobody's answers whatever they are called.
        nested: as in :func:`codes`.
    """
    fields = {item_key(name): one.name for one in where for name in (*one.also, one.name)}
    names = {item_key(name): name for one in where for name in (*one.also, one.name)}
    found: dict[str, int] = {}
    mapping: dict[str, str] = {}
    items: dict[int, Question] = {}
    slots: dict[str, int] = {}
    counts: dict[str, int] = {}
    taken: set[str] = set()
    over = 0
    for place, heading in enumerate(header):
        if place in apart or not heading.strip():
            continue
        keys = [item_key(code) for code in codes(heading.strip(), nested=nested)]
        if named and people is not None:
            keys.append(item_key(item_id(heading.strip(), people)))
        at = next((at for at, key in enumerate(keys) if slot_of(key) is not None), None)
        slot = None if at is None else slot_of(keys[at])
        question = _question(heading, keys[:at], named)  # heldback[challenge] is no answer to our item of that name
        if question is not None and question.item in taken:
            over += 1
        elif question is not None:
            taken.add(question.item)
            if question.item in COUNTS:
                counts[question.item] = place
            else:
                items[place] = question
        elif slot is not None and slot not in slots:
            slots[slot] = place
        elif (key := next((key for key in keys if key in fields), None)) is not None:
            if fields[key] not in found or key == item_key(fields[key]):
                found[fields[key]], mapping[fields[key]] = place, names[key]
        else:
            over += 1
    slots = {slot: place for slot, place in slots.items() if is_slot(slot, slots)}
    return Asked(found, mapping, items, slots, counts, over)


def _question(heading: str, keys: Sequence[str], named: Mapping[str, Item]) -> Question | None:
    for key in keys:
        if key in named:
            return said_question(named[key])
    for key in keys:
        if (ours := own_question(key)) is not None:
            return ours
    for code in codes(heading.strip(), nested=False):
        if (half := half_of(code)) is not None:
            return Question("_".join(filter(None, _APART.split(code.strip()))).casefold(), half)
    return None
