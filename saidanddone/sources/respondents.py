"""Who answered, as a token that is another one in every round, and every answer counted once (PRIVACY).

A token is a keyed hash of the round and of what the source itself calls a respondent; where it calls them nothing, of
what the row says. It does not hang on the file's name, so that a full export of a round takes the place of a partial
one. Whoever holds the key and can guess what a respondent was called could make the token again: no source should
call them by name.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pyarrow as pa

from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.people import People

__all__ = ["counted_once", "in_order", "numbered", "token"]

ORDER = {"answers": ("round", "respondent", "item"), "episodes": ("round", "respondent", "told", "number")}
"""How rows stand: by their tokens, so that the order tells nothing of who answered when."""


def token(people: People, *parts: str | int | None) -> str:
    """``r-`` and 16 base-32 characters (80 bits): the same under one key for the same parts, meaningless without it.

    >>> token(People(b"k" * 32), "2026-W46", "7") == token(People(b"k" * 32), "2026-W48", "7")
    False
    """
    said = b"respondent of a pulse\0" + repr(parts).encode("utf-8", "backslashreplace")
    digest = hmac.new(people.key, said, hashlib.sha256).digest()
    return "r-" + base64.b32encode(digest[:10]).decode("ascii").lower()


def numbered(keys: Sequence[tuple[object, ...]]) -> list[int]:
    """Which of its equals each is, from 1: two rows that say the same are two respondents.

    >>> numbered([("a",), ("b",), ("a",)])
    [1, 1, 2]
    """
    seen: Counter[tuple[object, ...]] = Counter()
    found = []
    for key in keys:
        seen[key] += 1
        found.append(seen[key])
    return found


def in_order(name: str, table: pa.Table) -> pa.Table:
    """The table ``name`` in the order of its tokens."""
    return table.sort_by([(column, "ascending") for column in ORDER[name]])


def counted_once(evidence: Evidence) -> Evidence:
    """Every answer and episode once, as it was read last, and one name and one closing a round.

    A token stands in one round only. So two rounds with a token in common are two exports of one, which goes by the
    name of the one that more answered in; it closed on the latest day that was told of it.
    """
    if not (evidence.answers.num_rows or evidence.episodes.num_rows):
        return evidence
    tables = {name: _last(getattr(evidence, name), columns) for name, columns in _ONCE.items()}
    names = _names([getattr(evidence, name) for name in _ONCE])
    closings: dict[str, int] = {}
    for table in tables.values():
        for name, closed in zip(table["round"].to_pylist(), table["closed_us"].to_pylist(), strict=True):
            closings[names[name]] = max(closed, closings.get(names[name], closed))
    return replace(evidence, **{name: in_order(name, _one(table, names, closings)) for name, table in tables.items()})


_ONCE = {"answers": ("item", "respondent"), "episodes": ("told", "number", "respondent")}


def _last(table: pa.Table, columns: tuple[str, ...]) -> pa.Table:
    rows = zip(*(table[column].to_pylist() for column in columns), strict=True)
    standing = {key: place for place, key in enumerate(rows)}
    return table if len(standing) == table.num_rows else table.take(pa.array(sorted(standing.values()), pa.int64()))


def _names(tables: Sequence[pa.Table]) -> dict[str, str]:
    """Round -> what it goes by."""
    answered: dict[str, dict[str, None]] = {}
    for table in tables:
        for name, respondent in zip(table["round"].to_pylist(), table["respondent"].to_pylist(), strict=True):
            answered.setdefault(name, {})[respondent] = None
    group = {name: name for name in answered}
    first: dict[str, str] = {}
    for name, respondents in answered.items():
        for other in {group[first.setdefault(respondent, name)] for respondent in respondents} - {group[name]}:
            group = {one: group[name] if its == other else its for one, its in group.items()}
    largest: dict[str, str] = {}
    for name, respondents in answered.items():
        held = largest.setdefault(group[name], name)
        if len(respondents) >= len(answered[held]):
            largest[group[name]] = name
    return {name: largest[group[name]] for name in answered}


def _one(table: pa.Table, names: Mapping[str, str], closings: Mapping[str, int]) -> pa.Table:
    rounds = [names[name] for name in table["round"].to_pylist()]
    columns = {
        "round": pa.array(rounds, pa.string()),
        "closed_us": pa.array([closings[one] for one in rounds], pa.int64()),
    }
    for name, column in columns.items():
        table = table.set_column(table.schema.get_field_index(name), table.schema.field(name), column)
    return table
