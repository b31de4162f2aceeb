"""The many ways one person's name is written, and by which rule each leads back to the name (MISSION T1).

Trackers, calls and chats write one person as ``Felix (Geth)``, ``felix | geth``, ``Geth, Felix (Student)``,
``Dr. Felix Geth``, ``@felix.geth``, ``felix.geth@example.org`` or ``Felix Geth [X]``. The rules, each a plain change of
the text, in order:

==========  ==========================================================================================================
at          a leading ``@`` is dropped
address     of an e-mail address with a name of two words or more before the ``@``, joined by ``.`` or ``_``: that name
brackets    what stands in brackets is dropped
side        what stands behind ``|``, ``·``, `` - `` or `` @`` is dropped
title       titles before and degrees behind the name are dropped (Dr., Prof., Ms; PhD, MBA)
swapped     ``Last, First`` becomes ``First Last``
spelling    case, accents, dots, hyphens and apostrophes make no difference; ``ä`` is ``a`` or ``ae``
==========  ==========================================================================================================

Nothing here knows a roster, and nothing here joins: :meth:`saidanddone.sources.roster.Roster.who` does, and only where
the rules lead to exactly one person. ``Ana / Bo`` and ``Ana & Bo`` are nobody's name, so no rule takes them apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from saidanddone.evidence.pseudonym import normalise

__all__ = ["RULES", "cut", "forms", "grouped", "hints", "plain", "shown", "written_as"]

RULES: Final[Mapping[str, str]] = {
    "handle": "the roster lists it",
    "name": "the name on the roster",
    "spelling": "case, accents and dots apart",
    "at": "without the @",
    "address": "the name in the address",
    "brackets": "without the brackets",
    "side": "without what stands beside it",
    "title": "without titles",
    "swapped": "last name first",
}
"""What a rule is called -> what it did, in words."""

_TITLES = frozenset(("dr", "prof", "professor", "mr", "mrs", "ms", "mx", "miss", "herr", "frau", "mme", "ing", "dipl"))
_DEGREES = frozenset(("phd", "md", "msc", "bsc", "mba", "dds", "esq", "cpa", "pmp", "frs"))
_ADDRESS = re.compile(r"([^\s@<>]+)@[^\s@<>]+\.[^\s@<>.]+")
_WITH_ADDRESS = re.compile(rf"(.*?)\s*<({_ADDRESS.pattern})>")
_BRACKETS = re.compile(r"[(\[{（【]([^()\[\]{}（）【】]*)(?:[)\]}）】]|$)")
_SIDE = re.compile(r"\s*[|｜·•]\s*|\s+[-–—]\s+|\s+@\s*(?=\S)")
_LETTERS = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "þ": "th",
        **dict.fromkeys("'’ʼ`"),
        **dict.fromkeys("[{（【", "("),
        **dict.fromkeys("]}）】", ")"),
        "｜": "|",
    }
)
_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_QUOTES = "'\"‘’“”`´"
_KEPT = "&+/()|,@"
"""Signs that part one thing from another: without them a label of two people would look like one person's."""


def shown(cell: str) -> str:
    """A cell as its owner wrote it, without the ``'`` that keeps a spreadsheet from running it as a formula.

    >>> shown("'@felix"), shown("'tis")
    ('@felix', "'tis")
    """
    behind = (sign for sign in cell[1:] if sign not in _QUOTES and unicodedata.category(sign)[0] not in "CZ")
    return cell if cell[:1] != "'" or next(behind, "").isalnum() else cell[1:]


def plain(text: str) -> str:
    """The form in which two spellings of one name are equal: no case, accents, dots, hyphens, apostrophes, symbols.

    >>> plain("José-María  O’Neill"), plain("jose maria ONEILL")
    ('jose maria oneill', 'jose maria oneill')
    """
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS))
    letters = (sign for sign in folded if not unicodedata.combining(sign) and unicodedata.category(sign) != "Cf")
    parted = (sign if sign.isalnum() else f" {sign} " if sign in _KEPT else " " for sign in letters)
    return " ".join("".join(parted).split())


def _written_out(text: str) -> str:
    """The same with ``ae`` for ``ä`` and the like, as addresses have it."""
    return plain(unicodedata.normalize("NFKC", text).casefold().translate(_WRITTEN_OUT))


@dataclass(frozen=True)
class _Stage:
    """A label as far as the rules have taken it: its text, the rules used, and what they cut off."""

    text: str = field(repr=False)
    rules: tuple[str, ...] = ()
    cut: tuple[str, ...] = field(default=(), repr=False)

    def then(self, rule: str, text: str, cut: Iterable[str] = ()) -> _Stage:
        return _Stage(" ".join(text.split()), (*self.rules, rule), (*self.cut, *filter(None, map(str.strip, cut))))


def _stages(label: str) -> Iterator[_Stage]:
    """The label after each rule that applies to it, as it stands first."""
    now = _Stage(" ".join(unicodedata.normalize("NFKC", label).split()))
    yield now
    if both := _WITH_ADDRESS.fullmatch(now.text):
        yield from _of_address(now.then("address", both[2]))
        if not plain(both[1]):
            return
        now = now.then("brackets", both[1].strip("\"' "))
        yield now
    if now.text[:1] == "@" and len(now.text) > 1:
        now = now.then("at", now.text[1:])
        yield now
    if _ADDRESS.fullmatch(now.text):
        yield from _of_address(now)
        return
    for step in (_without_brackets, _without_side, _without_titles, _first_name_first, _without_titles):
        after = step(now)
        if after is not None and plain(after.text):
            now = after
            yield now


def _of_address(at: _Stage) -> Iterator[_Stage]:
    local = at.text.split("@")[0].split("+")[0]
    words = [word for word in re.split(r"[._]+", local) if word]
    if len(words) > 1 and not any(map(str.isdigit, words)):
        yield _Stage(" ".join(words), tuple(dict.fromkeys((*at.rules, "address"))), at.cut)


def _without_brackets(at: _Stage) -> _Stage | None:
    found = _BRACKETS.findall(at.text)
    return at.then("brackets", _BRACKETS.sub(" ", at.text), found) if found else None


def _without_side(at: _Stage) -> _Stage | None:
    first, *others = _SIDE.split(at.text)
    return at.then("side", first, others) if others else None


def _without_titles(at: _Stage) -> _Stage | None:
    name, *behind = (part.strip() for part in at.text.split(","))
    while behind and plain(behind[-1]).replace(" ", "") in _DEGREES:
        behind.pop()
    words = name.split()
    while len(words) > 1 and set(plain(words[0]).split()) <= _TITLES:
        words.pop(0)
    while len(words) > 1 and plain(words[-1]).replace(" ", "") in _DEGREES:
        words.pop()
    after = ", ".join((" ".join(words), *behind))
    return at.then("title", after) if plain(after) != plain(at.text) else None


def _first_name_first(at: _Stage) -> _Stage | None:
    parts = [part.strip() for part in at.text.split(",")]
    return at.then("swapped", f"{parts[1]} {parts[0]}") if len(parts) == 2 and all(map(plain, parts)) else None


def forms(label: str) -> dict[str, tuple[str, ...]]:
    """Every plain form the rules lead this label to -> the rules that led there (none: ``spelling`` alone).

    >>> forms("Geth, Felix (Student)")["felix geth"]
    ('brackets', 'swapped')
    >>> forms("felix.geth+jira@example.org")["felix geth"]
    ('address',)
    """
    found: dict[str, tuple[str, ...]] = {}
    for stage in _stages(label):
        for form in (plain(stage.text), _written_out(stage.text)):
            if form:
                found.setdefault(form, stage.rules)
    return found


def cut(label: str) -> tuple[str, ...]:
    """What the rules drop beside the name, as plain forms: affiliations, or now and then somebody else's name."""
    *_, last = _stages(label)
    return tuple(dict.fromkeys(filter(None, map(plain, last.cut))))


def hints(label: str) -> dict[str, str]:
    """Plain forms that might tell a person who looks at them whose label this is -> why. Never enough to join by.

    >>> hints("felix@example.org"), hints("buildmaster (Felix Geth)")["felix geth"]
    ({'felix': 'address'}, 'brackets')
    """
    found = dict.fromkeys(cut(label), "brackets")
    if address := _ADDRESS.search(label):
        found.setdefault(plain(address[1].split("+")[0]), "address")
    return {form: why for form, why in found.items() if form}


def _affiliation(label: str) -> str:
    return " ".join(cut(label))


def _name(label: str) -> str:
    """The name in a label, as it would be written on a roster."""
    *_, last = _stages(label)
    if "address" in last.rules:
        return " ".join(word[:1].upper() + word[1:] for word in last.text.split())
    return last.text or label


def grouped(labels: Iterable[str]) -> dict[str, str]:
    """A name for each label; labels that the rules lead to one name share it, so that a person can look them over.

    A single word is no full name: of ``Chris (Kite)`` and ``Chris (Harbour)`` it is not guessed that they are one.

    >>> grouped(["Felix Geth [X]", "felix.geth@example.org"])["felix.geth@example.org"]
    'Felix Geth'
    """
    of: dict[str, list[str]] = {}
    for label in sorted(set(labels)):
        of.setdefault(plain(_name(label)) or normalise(label), []).append(label)
    names: dict[str, str] = {}
    for form, together in of.items():
        beside = {_affiliation(label) for label in together} - {""}
        apart = " " not in form and len(beside) > 1
        best = max(together, key=_worth)
        names |= {label: (" ".join(label.split()) if apart else _name(best)) for label in together}
    return names


def _worth(label: str) -> tuple[bool, bool, int, str]:
    """How good a label is to take a person's name from: their own spelling, with its capitals and accents, first."""
    name = _name(label)
    return "@" not in label, name != name.lower(), sum(not sign.isascii() for sign in name), label


def written_as(name: str, beside: Sequence[str] = (), domains: Sequence[str] = ()) -> Iterator[str]:
    """Labels under which a person of this name might stand in a source whose own labels are not known any more.

    Args:
        beside: teams and the like that may stand beside the name. domains: of the addresses that are known.
    """
    stages = [stage.text for stage in _stages(name)]
    bare = dict.fromkeys((name, *stages))
    bare |= {spelled: None for text in (*bare,) for spelled in (plain(text), _written_out(text)) if spelled}
    for text in {normalise(one): one for one in bare}.values():
        yield text
        words = text.split()
        for first, last in _halves(words):
            yield f"{last}, {first}"
        for joined in (".".join(words), "_".join(words)) if len(words) > 1 else ():
            yield joined
            yield f"@{joined}"
            yield from (f"{joined}@{domain}" for domain in domains)
        yield f"@{text}"
        for mark in ("[x]", "(inactive)", *(sign for team in beside for sign in (f"({team})", f"[{team}]"))):
            yield f"{text} {mark}"
        yield from (f"{text} {sign} {team}" for team in beside for sign in ("|", "-"))
        yield from (f"{title} {text}" for title in ("dr", "dr.", "prof.", "mr.", "ms."))


def _halves(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    for at, _ in enumerate(pairwise(words), 1):
        yield " ".join(words[:at]), " ".join(words[at:])
