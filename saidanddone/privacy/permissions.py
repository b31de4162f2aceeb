"""What a run is permitted to show: who leads, who asks, who agreed, and the names to print for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Permissions"]


@dataclass(frozen=True, slots=True)
class Permissions:
    """What one run may show. Its ``repr`` names nobody.

    Attributes:
        roster: a roster was read, so that leaders and members can be told apart.
        leaders: pseudonyms that the roster says lead, at any time.
        me: pseudonym of the person asking about themselves.
        consenting: pseudonym -> ``consent`` (subject of a study) or ``public`` (maker of public promises).
        public_units: units whose promises are an organisation's public ones, whoever made them.
        names: pseudonym -> the name to print, should that person be released.
        above: whoever asks stands above the leaders, and is shown nothing but how they stand together.
        fewest_makers: a team or project needs this many distinct makers, or leaders only.
    """

    roster: bool = False
    leaders: frozenset[str] = field(default=frozenset(), repr=False)
    me: str | None = field(default=None, repr=False)
    consenting: Mapping[str, str] = field(default_factory=dict, repr=False)
    public_units: frozenset[str] = field(default=frozenset(), repr=False)
    names: Mapping[str, str] = field(default_factory=dict, repr=False)
    fewest_makers: int = 5
    above: bool = False
