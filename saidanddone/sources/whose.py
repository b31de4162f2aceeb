"""Whose a label is: a roster's people, and the one of them that it lists the label for, or a rule leads to."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePath

from saidanddone.evidence.people import Person
from saidanddone.evidence.pseudonym import normalise
from saidanddone.sources import labels

__all__ = ["Match", "Roster", "places"]

_MOST_CANDIDATES = 5
_ANY = ""
"""Stands for every source."""


@dataclass(frozen=True, slots=True)
class Match:
    """Whose a label is, as far as the roster tells. Its ``repr`` names nobody.

    Attributes:
        name: the one person it leads to; None where it leads to nobody or to several.
        rules: keys of :data:`saidanddone.sources.labels.RULES`, in the order they were used.
        candidates: people it might be, who are not joined by it. ambiguous: whether they are several.
    """

    name: str | None = field(default=None, repr=False)
    rules: tuple[str, ...] = ()
    candidates: tuple[str, ...] = field(default=(), repr=False)

    @property
    def ambiguous(self) -> bool:
        """Whether it could be several people's."""
        return self.name is None and len(self.candidates) > 1

    @property
    def listed(self) -> bool:
        """Whether the roster lists the label itself, so that no rule was needed."""
        return self.rules in (("handle",), ("name",))


@dataclass(frozen=True)
class Roster:
    """Who is who. Its ``repr`` names nobody.

    Attributes:
        people: one entry a person, team, role and stretch of time.
        aliases: normalised handle -> name of the person it belongs to, for handles that hold in every source.
        within: normalised source -> the same for handles that hold only there.
        names: pseudonym -> name.
    """

    people: tuple[Person, ...] = field(default=(), repr=False)
    aliases: Mapping[str, str] = field(default_factory=dict, repr=False)
    within: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)
    names: Mapping[str, str] = field(default_factory=dict, repr=False)

    def who(self, label: str, where: Collection[str] | None = None) -> Match:
        """Whose this label is.

        What the roster lists wins, in the label's own source before everywhere. Else a rule joins it if all rules
        together lead to exactly one person; several are told and never joined. A name of two words or more that the
        label leads to as it stands on the roster wins over names that are like it only after the rules changed them
        too; of single words, such as ``Chris`` beside ``Chris (Kite)``, none wins.

        Args:
            where: words for the source it stands in (:func:`places`); None for a name that somebody typed, which may be
                from any.
        """
        within = self.within.values() if where is None else [self.within[one] for one in where if one in self.within]
        key = normalise(label)
        own = self.aliases.get(key)
        if where is None and own is not None and normalise(own) == key:
            return Match(own, ("name",))
        listed = sorted({handles[key] for handles in within if key in handles})
        if where is None and own is not None:
            listed = sorted({*listed, own})
        if len(listed) > 1:
            return Match(candidates=tuple(listed[:_MOST_CANDIDATES]))
        if listed:
            return Match(listed[0], ("handle",))
        if own is not None:
            return Match(own, ("name" if normalise(own) == key else "handle",))
        return self._by_rule(label, where)

    def _by_rule(self, label: str, where: Collection[str] | None) -> Match:
        held = self._handle_forms
        handle_forms = list(held.values()) if where is None else [held[one] for one in (_ANY, *where) if one in held]
        as_listed: dict[str, tuple[str, ...]] = {}
        nearly: dict[str, tuple[str, ...]] = {}
        for form, rules in labels.forms(label).items():
            listed = list(self._full_names.get(form, ()))
            if "address" not in rules:
                listed += [name for forms in handle_forms for name in forms.get(form, ())]
            for name in listed:
                (as_listed if " " in form else nearly).setdefault(name, rules or ("spelling",))
            for name in self._name_forms.get(form, ()):
                nearly.setdefault(name, rules or ("spelling",))
        found = as_listed or nearly
        if found:
            beside = {name for form in labels.cut(label) for name in self._full_names.get(form, ())}
            together = sorted({*found, *beside})
            if len(together) == 1:
                return Match(together[0], found[together[0]])
            return Match(candidates=tuple(together[:_MOST_CANDIDATES]))
        return Match(candidates=tuple(self._perhaps(label)[:_MOST_CANDIDATES]))

    def _perhaps(self, label: str) -> list[str]:
        """People a label might be of: for somebody to decide, never to join by."""
        names = {handles[key] for handles in self.within.values() if (key := normalise(label)) in handles}
        every = {**labels.forms(label), **labels.hints(label)}
        for form in every:
            words = form.split()
            names |= set(self._name_forms.get(form, ()))
            names |= {name for forms in self._handle_forms.values() for name in forms.get(form, ())}
            names |= set(self._word_sets.get(_word_set(form), ()))
            if len(words) == 1 and len(form) > 1:
                names |= set(self._words.get(form, ()))
            if len(words) == 2 and len(words[1]) == 1:
                fits = self._words.get(words[0], ())
                names |= {name for name in fits if labels.plain(name).startswith(f"{words[0]} {words[1]}")}
        return sorted(names)

    @cached_property
    def handles(self) -> Mapping[str, str]:
        """Every handle listed, normalised -> a name it belongs to; in some source, where it holds in one only."""
        return {**{handle: name for theirs in self.within.values() for handle, name in theirs.items()}, **self.aliases}

    @cached_property
    def _owners(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.names.values()))

    @cached_property
    def _full_names(self) -> Mapping[str, list[str]]:
        return _index((labels.plain(name), name) for name in self._owners)

    @cached_property
    def _name_forms(self) -> Mapping[str, list[str]]:
        return _index((form, name) for name in self._owners for form in labels.forms(name))

    @cached_property
    def _word_sets(self) -> Mapping[str, list[str]]:
        return _index((_word_set(form), name) for form, names in self._name_forms.items() for name in names)

    @cached_property
    def _words(self) -> Mapping[str, list[str]]:
        return _index((word, name) for name in self._owners for word in labels.plain(name).split() if len(word) > 1)

    @cached_property
    def _handle_forms(self) -> Mapping[str, Mapping[str, list[str]]]:
        """Source -> plain form of a handle that holds there -> names."""
        handles = {_ANY: self.aliases, **self.within}
        return {
            place: _index((labels.plain(handle.removeprefix("@")), name) for handle, name in theirs.items())
            for place, theirs in handles.items()
        }


def _index(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for form, name in pairs:
        if form and name not in (names := found.setdefault(form, [])):
            names.append(name)
    return found


def _word_set(form: str) -> str:
    return " ".join(sorted(word for word in form.split() if word.isalnum()))


def places(source: str, format_: str = "") -> frozenset[str]:
    """The words by which a roster's column ``source`` may mean a source: its format, its file's name, and its stem.

    >>> sorted(places("Export.csv (2)", "jira"))
    ['export', 'export.csv', 'jira']
    """
    file = re.sub(r" \(\d+\)$", "", source)
    return frozenset(filter(None, map(normalise, (format_, file, PurePath(file).stem))))
