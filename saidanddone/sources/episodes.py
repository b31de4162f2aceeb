"""Episodes of a pulse: what one did or saw and how it was met, and what one held back (MISSION S5, S6).

A column of ``own_kind`` and its like may be repeated with a number (``own2_kind``), for a second episode. An episode
without a kind is not read; one without a level is, since it still says that something was raised.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pyarrow as pa

from saidanddone.evidence.act import KINDS
from saidanddone.evidence.episode import Episode
from saidanddone.evidence.response import LEVELS
from saidanddone.sources.answer_values import NO_ANSWER
from saidanddone.sources.cells import YES_NO, words
from saidanddone.sources.responses import FOLLOWED_WORDS, LEVEL_WORDS, ROLE_WORDS
from saidanddone.sources.rows import Rows
from saidanddone.sources.sheet import Bools, Sheet

__all__ = ["Told", "episodes_told", "is_slot", "slot_of"]

_SLOT = re.compile(r"(own|seen)(\d{0,2})(kind|met|by|followed)")
_HELD = "heldback"
_TOLD = {"own": "own", "seen": "witnessed"}
_MOST_HELD = 30

_KINDS: Mapping[str, tuple[str, ...]] = {
    "question": ("ask a question", "asked a question", "a question", "asked"),
    "help_seeking": ("ask for help", "asked for help", "a call for help", "help"),
    "not_knowing": ("say i don't know", "said i don't know", "i don't know", "did not know", "not knowing"),
    "mistake": ("own up to a mistake", "owned up to a mistake", "admitted a mistake", "a mistake of mine", "a mistake",
                "error"),
    "idea": ("offer an idea", "offered an idea", "proposed an idea", "an idea", "proposal", "suggestion"),
    "problem": ("raise a problem", "raised a problem", "a problem", "concern", "a concern", "raised a concern", "risk",
                "bad news"),
    "challenge": ("speak against a decision", "spoke against a decision", "a no to a decision", "disagreed",
                  "disagreement", "objection", "challenged"),
    "protection": ("stand by somebody who was treated badly for speaking up", "stood by somebody",
                   "stood up for somebody", "a word for somebody", "stepped in"),
    "personal": ("tell something personal", "told something personal", "something personal"),
    "introduction": ("introduce oneself", "introduced myself", "introduced themselves", "who i am"),
}  # fmt: skip
"""Kind -> how people and forms call it."""

_MET: Mapping[str, str] = {
    "it was paid for: blame, ridicule, a threat, being left out": "1",
    "it was passed over, or brushed aside": "2",
    "it was passed over or brushed aside": "2",
    "passed over": "2",
    "it was answered, or turned down with a reason": "3",
    "it was taken seriously, with thanks or understanding": "4",
    "it was welcomed, and more of it was asked for": "5",
    "welcomed": "5",
}
_BY: Mapping[str, str] = {
    **dict.fromkeys(("our leader", "my leader", "manager", "my manager", "boss"), "leader"),
    **dict.fromkeys(("somebody else on the team", "somebody else", "colleague", "a colleague", "teammate"), "peer"),
}
_FOLLOWED: Mapping[str, str] = {
    "something changed": "changed",
    **dict.fromkeys(("a no, with a reason", "a no with a reason", "declined"), "declined_with_reason"),
    **dict.fromkeys(("nothing so far", "nothing yet"), "nothing"),
    **dict.fromkeys(("i don't know", "don't know"), "unknown"),
}
_NONE = NO_ANSWER | {"none", "no", "nothing", "0", "none of these", "nobody"}


def _plain(text: str) -> str:
    plain = text.casefold().replace("’", "'").replace("“", "").replace("”", "").replace('"', "")
    return " ".join(plain.replace("_", " ").replace("-", " ").split())[:120]


def _known(*maps: Mapping[str, str]) -> dict[str, str]:
    known = {_plain(word): meant for one in maps for word, meant in one.items()}
    return known | {f"{word}.0": meant for word, meant in known.items() if word.isdigit()}


_WORDS = {
    "kind": _known({kind: kind for kind in KINDS}, {said: kind for kind, all_ in _KINDS.items() for said in all_}),
    "met": _known(LEVEL_WORDS, {said: str(level) for level, said in LEVELS.items()}, _MET),
    "by": _known(ROLE_WORDS, _BY),
    "followed": _known(FOLLOWED_WORDS, _FOLLOWED),
}
_KIND_OF_KEY = {re.sub(r"[\s_\-./\[\]']+", "", word): kind for word, kind in _WORDS["kind"].items()}
_SHOWN = {
    "kind": f"Use one of {', '.join(KINDS)}.",
    "met": "Use 1 (punished), 2 (ignored), 3 (acknowledged), 4 (validated) or 5 (encouraged).",
    "by": "Use leader or peer.",
    "followed": "Use changed, declined_with_reason, nothing or unknown.",
}


def slot_of(key: str) -> str | None:
    """The column of an episode that goes by this key (lower case, nothing between the words); None for any other.

    >>> slot_of("ownkind"), slot_of("seen2met"), slot_of("heldbackmistake"), slot_of("heldbackother")
    ('own kind', 'seen2 met', 'held_back mistake', None)
    """
    if found := _SLOT.fullmatch(key):
        return f"{found[1]}{found[2]} {found[3]}"
    if key == _HELD:
        return "held_back"
    kind = _KIND_OF_KEY.get(key.removeprefix(_HELD)) if key.startswith(_HELD) else None
    return f"held_back {kind}" if kind else None


def is_slot(slot: str, slots: Collection[str]) -> bool:
    """Whether it is one beside the others: how something was met needs the column of what it was."""
    name, _, _ = slot.partition(" ")
    return name == "held_back" or f"{name} kind" in slots


class Told:
    """What each row told: per row, episodes yet without round and respondent."""

    __slots__ = ("doubted", "rows")

    def __init__(self, rows: Sequence[list[dict[str, object]]], doubted: Bools) -> None:
        self.rows = rows
        self.doubted = doubted

    def of(self, row: int, **where: object) -> list[Episode]:
        """The episodes of one row, which belong to this round, respondent, team and source."""
        return [Episode(**{**one, **where}) for one in self.rows[row]]  # type: ignore[arg-type]


def episodes_told(sheet: Sheet, slots: Collection[str], rows: Rows) -> Told:
    """The episodes in these columns. Words that are not known are told and set aside; nothing of them is quoted."""
    n = len(sheet)
    found: list[list[dict[str, object]]] = [[] for _ in range(n)]
    doubted = np.zeros(n, dtype=bool)
    for prefix, told in _TOLD.items():
        names = sorted({slot.partition(" ")[0] for slot in slots if slot.startswith(prefix)}, key=_number)
        for name in names:
            said = {asks: _choices(sheet, f"{name} {asks}", asks, rows, doubted) for asks in _WORDS}
            kinds = said["kind"]
            orphans = [kinds[row] is None and said["met"][row] is not None for row in range(n)]
            rows.tell(np.array(orphans, dtype=bool) & ~doubted,
                      "It says how something was met and not what it was; that episode was not read.",
                      f"Fill in the column {name}_kind.")  # fmt: skip
            for row in range(n):
                if (kind := kinds[row]) is None:
                    continue
                level = said["met"][row]
                number = 1 + sum(one["told"] == told for one in found[row])
                found[row].append({
                    "told": told, "number": number, "kind": kind, "level": None if level is None else int(level),
                    "role": said["by"][row], "followed": said["followed"][row] or "unknown",
                })  # fmt: skip
    for row, kinds_held in enumerate(_held_back(sheet, slots, rows, doubted)):
        for number, kind in enumerate(kinds_held, start=1):
            found[row].append({"told": "held_back", "number": number, "kind": kind})
    return Told(found, doubted)


def _number(name: str) -> int:
    digits = "".join(filter(str.isdigit, name))
    return int(digits) if digits else 0


def _choices(sheet: Sheet, slot: str, asks: str, rows: Rows, doubted: Bools) -> list[str | None]:
    column = sheet.columns.get(slot)
    if column is None:
        return [None] * len(sheet)
    known, said = _WORDS[asks], words(column)
    meant = [known.get(_plain(text)) for text in said.values]
    none = [_plain(text) in _NONE and meant[place] is None for place, text in enumerate(said.values)]
    unknown = np.array([one is None and not nothing for one, nothing in zip(meant, none, strict=True)] + [False])
    _tell_unknown(rows, unknown[said.codes], asks)
    doubted |= unknown[said.codes]
    found: list[str | None] = said.arrow(meant).to_pylist()
    return found


def _tell_unknown(rows: Rows, where: Bools, asks: str) -> None:
    what = {
        "kind": "what an episode was", "met": "how an episode was met", "by": "who met an episode",
        "followed": "what came of an episode",
    }[asks]  # fmt: skip
    rows.tell(where, f"It says {what} in a word we do not know; that was set aside.", _SHOWN[asks])


def _held_back(sheet: Sheet, slots: Collection[str], rows: Rows, doubted: Bools) -> list[list[str]]:
    n = len(sheet)
    held: list[dict[str, None]] = [{} for _ in range(n)]
    unknown = np.zeros(n, dtype=bool)
    if "held_back" in slots:
        said = words(_flat(sheet.columns["held_back"]))
        meant = [_listed(text) for text in said.values]
        for row, code in enumerate(said.codes):
            if code >= 0:
                kinds, all_known = meant[code]
                held[row] |= dict.fromkeys(kinds)
                unknown[row] = not all_known
    for slot in sorted(slots):
        if slot.startswith("held_back "):
            kind = slot.removeprefix("held_back ")
            said = words(sheet.columns[slot])
            ticked = [YES_NO.get(_plain(text)) == "yes" or _WORDS["kind"].get(_plain(text)) == kind
                      for text in said.values]  # fmt: skip
            for chosen in np.flatnonzero(np.array([*ticked, False])[said.codes]):
                held[int(chosen)][kind] = None
    rows.tell(unknown, "It says what was held back in a word we do not know; that was set aside.", _SHOWN["kind"])
    doubted |= unknown
    return [list(kinds) for kinds in held]


def _flat(column: pa.Array) -> pa.Array:
    """A list in each cell, as text parted by semicolons."""
    if pa.types.is_list(column.type) or pa.types.is_large_list(column.type):
        return pa.array([";".join(map(str, one)) if one is not None else None for one in column.to_pylist()])
    return column


def _listed(text: str) -> tuple[list[str], bool]:
    """The kinds in one cell, and whether each part was one."""
    known = _WORDS["kind"]
    if (whole := known.get(_plain(text))) is not None:
        return [whole], True
    mark = next((mark for mark in (";", "|", ",") if mark in text), ";")
    parts = [plain for part in text.split(mark)[:_MOST_HELD] if (plain := _plain(part)) and plain not in _NONE]
    return [known[part] for part in parts if part in known], all(part in known for part in parts)
