"""The pulse of the organisation that never was: three rounds, two typed from paper and one asked with LimeSurvey.

Who answers, and what, is drawn from what is true of each team (:data:`LEADERS`, :data:`MANNERS` and the ledger itself):

- *how far people agree* follows how often their leaders keep their word and how often what they say is met well, with
  a lean of the team's and one of each person's own, which stay the same from round to round;
- *episodes* follow the team's habits: how often somebody speaks up, about what, and how that is met; what is held
  back follows how seldom it is met well;
- *promises due and kept* are those of the ledger, as far as each respondent took notice of them.

Two things are so by design. On :data:`FLATTERED` people answer that speaking up is safe as they answer that promises
are kept: nobody wants to seem ungrateful to a leader who keeps every word. What was heard there, and what they
themselves tell of, says otherwise, so answers and behaviour part. And so few of :data:`QUIET` answer that nothing may
be told of them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import exp
from random import Random
from typing import Final

from saidanddone.evidence.item import OWN
from saidanddone.simulation import voices
from saidanddone.simulation.manners import MANNERS, Manner
from saidanddone.simulation.organisation import LEADERS, MEMBERS, Organisation
from saidanddone.survey.asking import ACTS, FOLLOWED_BY, MET, MET_BY, columns
from saidanddone.survey.rotation import ROUND_DAYS, asked_in, told_in

__all__ = ["ANSWERED", "FLATTERED", "QUIET", "ROUNDS", "Round", "likes", "limesurvey", "rounds", "table"]

ROUNDS: Final = 3
"""Of a pulse every two weeks; the last one is asked online."""

FLATTERED: Final = "Delta"
"""Where people answer better of speaking up than it goes."""

QUIET: Final = "Beacon"
"""Where fewer than five answer, in every round."""

ANSWERED: Final[Mapping[str, tuple[int, ...]]] = {
    "Atlas": (5, 6, 5), "Beacon": (4, 3, 4), "Cedar": (5, 5, 6), "Delta": (5, 5, 6),
}  # fmt: skip
"""Team -> how many of its six members answer each round: four of five of all who are asked."""

_LEAST: Final = 0.25
"""The mean answer, as a share of the scale, where nothing is kept or met well."""

_MORE: Final = 0.65
"""How much more it is where everything is."""

_LEAN: Final = 0.2
_OWN: Final = 0.5
_SLIP: Final = 0.6
"""Points, of 1 to 5, by which a team leans, a person differs, and one answer strays: standard deviations."""

_SKIPS: Final = 0.03
"""Share of statements nobody ticked."""

_NOTICES: Final = 0.75
"""Share of the promises to a team that one of them knows to have come due."""

_SAW: Final = 0.6
"""Share of people who saw somebody else speak up."""

_HELD: Final[Mapping[str, float]] = {"mistake": 3, "problem": 4, "challenge": 4, "idea": 2, "help_seeking": 2}
"""What is held back where it is, and how much of it is which."""

_TITLES: Final = ("id", "submitdate", "lastpage", "startlanguage", "seed")


@dataclass(frozen=True)
class Round:
    """One round, as it was answered. Its ``repr`` tells no answer.

    Attributes:
        number: from 1; it says what is asked. closed: its last day. sheets: column of our own table -> answer, one
            mapping a respondent, in no order.
    """

    number: int
    closed: date
    sheets: tuple[Mapping[str, str], ...] = field(repr=False)


def likes(team: str) -> tuple[float, float]:
    """What is true of a team by the end of the year: the share kept of what is promised to it, and of what is said on
    it the share that is met well; both 0..1."""
    kept = [(who.a_week, (3 * who.calm + who.crunch) / 4 + who.gain / 2) for who in LEADERS if who.team == team]
    trust = sum(weight * share for weight, share in kept) / sum(weight for weight, _ in kept)
    manner = MANNERS[team]
    hard = manner.hard or manner.leader
    harder = (manner.mix["problem"] + manner.mix["challenge"]) / sum(manner.mix.values())
    leader = harder * _well(hard) + (1 - harder) * _well(manner.leader)
    return trust, manner.led * leader + (1 - manner.led) * _well(manner.peer)


def _well(levels: Sequence[float]) -> float:
    return sum(levels[3:]) / sum(levels)


def rounds(made: Organisation, *, seed: int, on: date) -> tuple[Round, ...]:
    """The rounds up to a day, oldest first; the last closed on the Friday before it, or two.

    Args:
        made: whose ledger says what came due. seed: of the chance. on: nothing lies after that day.
    """
    last = on - timedelta(days=3 + (on - timedelta(days=3) - timedelta(days=4)).weekday())
    chances = {team: _Team(team, Random(seed * 1_000 + 700 + place)) for place, team in enumerate(MANNERS)}
    found = []
    for number in range(1, ROUNDS + 1):
        closed = last - timedelta(days=ROUND_DAYS * (ROUNDS - number))
        due = _due(made, closed)
        sheets = [sheet for team in chances.values() for sheet in team.answered(number, closed, due[team.name])]
        order = Random(f"{seed} {closed.isoformat()}")
        found.append(Round(number, closed, tuple(order.sample(sheets, len(sheets)))))
    return tuple(found)


def _due(made: Organisation, closed: date) -> dict[str, list[bool]]:
    """Team -> of every promise to it that came due in the two weeks before a day, whether it was kept."""
    found: dict[str, list[bool]] = {team: [] for team in MANNERS}
    for row in made.ledger:
        if row["direction"] == "to_team" and row["due_at"]:
            due = date.fromisoformat(row["due_at"])
            if closed - timedelta(days=ROUND_DAYS) < due <= closed:
                found[row["group"]].append(row["outcome"] == "delivered" and row["closed_at"] <= row["due_at"])
    return found


class _Team:
    """A team while its answers are drawn: its lean and its people's own."""

    def __init__(self, name: str, chance: Random) -> None:
        self.name, self.chance, self.manner = name, chance, MANNERS[name]
        self.people = [handle for _, handle, team in MEMBERS if team == name]
        trust, safety = likes(name)
        self.safety = safety
        said = trust if name == FLATTERED else safety
        lean = chance.gauss(0.0, _LEAN)
        self.level = {
            half: 1 + 4 * (_LEAST + _MORE * share) + lean
            for half, share in (("trust", trust), ("safety", said), ("engagement", said))
        }
        self.own = {handle: chance.gauss(0.0, _OWN) for handle in self.people}

    def answered(self, number: int, closed: date, due: Sequence[bool]) -> list[dict[str, str]]:
        """A round's sheets of this team."""
        people = self.chance.sample(self.people, ANSWERED[self.name][number - 1])
        return [self._sheet(who, number, closed, due) for who in people]

    def _sheet(self, who: str, number: int, closed: date, due: Sequence[bool]) -> dict[str, str]:
        chance = self.chance
        sheet = {"round": closed.isoformat(), "closed": closed.isoformat(), "team": self.name, "department": ""}
        for item in asked_in(number):
            thought = self.level[OWN[item]] + self.own[who] + chance.gauss(0.0, _SLIP)
            sheet[item] = "" if chance.random() < _SKIPS else str(min(5, max(1, round(thought))))
        sheet |= dict.fromkeys(columns(number), "")
        told = told_in(number)
        busy = 2 * (self.manner.acts + self.manner.posts) / len(self.people)
        for whose, share in (("own", 1 - exp(-busy)), ("seen", _SAW)):
            if whose in told and chance.random() < share:
                sheet |= self._episode(whose)
        if chance.random() < min(0.97, 0.15 + 1.1 * (1 - self.safety)):
            held = {chance.choices(list(_HELD), list(_HELD.values()))[0] for _ in range(chance.randrange(1, 3))}
            sheet["held_back"] = ";".join(kind for kind in ACTS if kind in held)
        if "promises" in told:
            seen = [kept for kept in due if chance.random() < _NOTICES]
            sheet |= {"promises_due": str(len(seen)), "promises_kept": str(sum(seen))}
        return sheet

    def _episode(self, whose: str) -> dict[str, str]:
        chance, manner = self.chance, self.manner
        # What has not been said aloud for weeks was not done in these two either.
        kinds = [kind for kind in voices.ACTS if kind not in manner.last]
        kind = chance.choices(kinds, [manner.mix[one] for one in kinds])[0]
        by = "leader" if chance.random() < manner.led else "peer"
        level = chance.choices(range(1, 6), _levels(manner, kind, by))[0]
        return {
            f"{whose}_kind": kind, f"{whose}_met": str(level), f"{whose}_by": by,
            f"{whose}_followed": chance.choices(list(FOLLOWED_BY), _FOLLOWED[level])[0],
        }  # fmt: skip


_FOLLOWED: Final = {1: (0, 1, 7, 2), 2: (0, 0, 8, 2), 3: (1, 5, 2, 2), 4: (4, 1, 2, 3), 5: (7, 0, 1, 2)}
"""Level -> weights of what came of it, in the order of ``survey.asking.FOLLOWED_BY``."""


def _levels(manner: Manner, kind: str, by: str) -> Sequence[float]:
    if by == "peer":
        return manner.peer
    return manner.hard if manner.hard and kind in ("problem", "challenge") else manner.leader


def table(one: Round) -> str:
    """A round's sheets as they are typed into the table that ``saidanddone survey --form`` makes."""
    out = io.StringIO()
    named = ("round", "closed", "team", "department", *asked_in(one.number), *columns(one.number))
    writer = csv.DictWriter(out, named, lineterminator="\n")
    writer.writeheader()
    writer.writerows(one.sheets)
    return "\ufeff" + out.getvalue()


def limesurvey(one: Round, *, seed: int) -> str:
    """The same as LimeSurvey exports responses: full answers under the codes of questions, every cell in quotes.

    Of a survey that keeps nobody's name and no times: everything is said to have been handed in on the first day of
    1980. Somebody has opened it and not handed in, which is left out on reading.
    """
    chance = Random(f"{seed} responses")
    asked = asked_in(one.number)
    plain = [name for name in columns(one.number) if name != "held_back"]
    titles = [*_TITLES, "team", *(f"pulse[{item}]" for item in asked), *(_code(name) for name in plain)]
    titles += [f"heldback[{_code(kind)}]" for kind in ACTS]
    rows = []
    numbers = iter(sorted(chance.sample(range(1, 3 * len(one.sheets)), len(one.sheets) + 1)))
    for sheet in one.sheets:
        held = sheet["held_back"].split(";")
        rows.append([
            str(next(numbers)), "1980-01-01 00:00:00", "3", "en", str(chance.randrange(10**8, 10**10)), sheet["team"],
            *(sheet[item] for item in asked), *(_worded(name, sheet[name]) for name in plain),
            *("Yes" if kind in held else "No" for kind in ACTS),
        ])  # fmt: skip
    opened = [str(next(numbers)), "", "1", "en", str(chance.randrange(10**8, 10**10)), QUIET]
    rows.insert(chance.randrange(len(rows)), opened + [""] * (len(titles) - len(opened)))
    rows.sort(key=lambda row: int(row[0]))
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows([titles, *rows])
    return "\ufeff" + out.getvalue()


def _code(name: str) -> str:
    """LimeSurvey's codes hold letters and digits alone."""
    return name.replace("_", "")


def _worded(name: str, said: str) -> str:
    """What stands on the screen, where our own table holds a code."""
    words: Mapping[str, Mapping[str, str]] = {
        "kind": ACTS, "by": MET_BY, "followed": FOLLOWED_BY, "met": {str(level): text for level, text in MET.items()},
    }  # fmt: skip
    return words.get(name.rpartition("_")[2], {}).get(said, said)
