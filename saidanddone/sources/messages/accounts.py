"""Whose an account is: the id is the identity, a name is what is shown, and two people of one name stay two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from saidanddone.evidence.pseudonym import normalise
from saidanddone.sources.conversations import Asked
from saidanddone.sources.labels import grouped, plain
from saidanddone.sources.sheet import LONGEST_CELL

__all__ = ["Accounts", "Named"]


@dataclass(frozen=True)
class Named:
    """The accounts of one file: ``of`` account -> pseudonym; what is shown for each; who goes by several accounts."""

    of: Mapping[str, str] = field(repr=False)
    names: dict[str, str] = field(repr=False)
    merged: dict[str, list[str]] = field(repr=False)

    def who(self, account: str) -> str:
        """The pseudonym of an account; empty where nobody is said to have spoken."""
        return self.of.get(account, "")


@dataclass
class Accounts:
    """Accounts met while a file is read: a builder, used once.

    Attributes:
        by_name: whether two accounts that share a full name (two words or more) are one person's, as addresses are;
            else only a correction by the user or a roster joins them.
    """

    asked: Asked = field(repr=False)
    by_name: bool = False
    _labels: dict[str, list[str]] = field(default_factory=dict, repr=False)

    def met(self, account: str | None, *labels: str | None) -> str:
        """Note an account with the names it goes by, the best first; its id as text, empty for none."""
        if not account or len(account) > LONGEST_CELL:
            return ""
        known = self._labels.setdefault(account, [])
        known += [" ".join(label.split()) for label in labels if label and label.strip() and len(label) <= LONGEST_CELL]
        return account

    def label(self, account: str) -> str:
        """What is shown for an account; the account itself where it has no name."""
        return next(iter(self._labels.get(account, ())), account)

    def named(self, accounts: Iterable[str]) -> Named:
        """Pseudonyms for these accounts, by the rules above."""
        spoke = sorted({account for account in accounts if account})
        by_rule = grouped(map(self.label, spoke)) if self.by_name else {}
        sharing = Counter(plain(self.label(account)) for account in spoke)
        corrected = {normalise(label): " ".join(name.split()) for label, name in self.asked.aliases.items()}
        listed = self.asked.people.aliases
        of: dict[str, str] = {}
        names: dict[str, str] = {}
        behind: dict[str, list[str]] = {}
        for account in spoke:
            best = self.label(account)
            candidates = dict.fromkeys((*self._labels.get(account, ()), account))
            by_user = next((corrected[normalise(one)] for one in candidates if normalise(one) in corrected), "")
            by_roster = next((one for one in candidates if normalise(one) in listed), "")
            shared = sharing[plain(best)] > 1 and not (self.by_name and " " in plain(best))
            best = by_rule.get(best, best)
            handle = by_user or by_roster or (account if shared else best)
            person = of[account] = self.asked.people.pseudonym(handle)
            shown = by_user or (f"{best} ({account})" if shared and best != account else best)
            names.setdefault(person, shown)
            behind.setdefault(person, []).append(account)
        return Named(of, names, {names[person]: each for person, each in behind.items() if len(each) > 1})
