"""Slow punishment: how often it is said of teams where nothing happened, and how often where there was, in simulation.

Teams live sixty weeks. Everybody's inclusion wanders (autocorrelated), a shock common to the team wanders with it,
three counts are read off it with noise, one week in twelve is not known of somebody, and people speak the more the
higher their own inclusion stands: in that week, in the week before, or over the three before. Where there is
punishment, the speaker's inclusion is lower for eight weeks from the week after the act on, growing to its full size in
the fourth.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from saidanddone.diagnosis import met as met_rows
from saidanddone.diagnosis.drift import drift
from saidanddone.diagnosis.speaking import Drift
from saidanddone.evidence import inclusion
from saidanddone.evidence.outcome import DAY_US

SIZE = 0.06
"""Share of worlds without punishment of which any change may be said: nominally .05."""
POWER = 0.80
"""Least share of worlds with a fall of one standard deviation of which it must be said, where four teams are read."""
COVERED = 0.87
"""Least share of nominal 90 % intervals that must hold the change."""
ROUNDS = 1_000
SEED = 23
WEEK_US = 7 * DAY_US
MONDAY_US = 1_735_516_800_000_000 - WEEK_US  # 2024-12-23


@dataclass(frozen=True)
class World:
    """One kind of world.

    Attributes:
        teams, people: how many teams, and people in each. wander: autocorrelation of inclusion from week to week.
        shock: spread of what all of a team share. driver: what makes people speak: ``same``, ``before``, ``three`` or
            ``nothing``; pull: how much, logits a standard deviation. often: acts a person a year, about.
        fall: how much lower inclusion is after an act, in standard deviations of a person's own weeks.
    """

    teams: int = 1
    people: int = 10
    wander: float = 0.5
    shock: float = 0.6
    driver: str = "same"
    pull: float = 0.8
    often: float = 1.2
    fall: float = 0.0
    weeks: int = 60


def lived(world: World, rng: np.random.Generator) -> tuple[pa.Table, pa.Table, int]:
    """One world's acts and weeks, and the moment its last week was over."""
    acts, weeks = [], []
    for team in range(world.teams):
        x, spoke = _team(world, rng)
        base = rng.uniform(4.0, 15.0, (world.people, 1, 3))
        noise = 0.5 * rng.standard_normal((*x.shape, 3))
        counts = np.rint(np.maximum(0.0, base * (1.0 + 0.3 * (x[..., None] + noise))))
        known = rng.random(x.shape) > 1 / 12
        for person, week in zip(*np.nonzero(known), strict=True):
            invitations, replies, mentions = counts[person, week].tolist()
            weeks.append(
                inclusion.Inclusion(
                    person=f"p{team}-{person}", team=f"team {team}", week_us=MONDAY_US + int(week) * WEEK_US,
                    invitations=invitations, replies=replies, mentions=mentions, source="inclusion.csv", line=2,
                )
            )  # fmt: skip
        for person, week in zip(*np.nonzero(spoke), strict=True):
            responder = f"p{team}-{(int(person) + int(rng.integers(1, 4))) % world.people}"
            acts.append(
                row(f"p{team}-{person}", f"team {team}", MONDAY_US + int(week) * WEEK_US + 2 * DAY_US, responder)
            )
    return pa.Table.from_pylist(acts, met_rows.SCHEMA), inclusion.table(weeks), MONDAY_US + world.weeks * WEEK_US


def _team(world: World, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """One team's inclusion (people, weeks) about 0 with spread about 1, and who spoke when."""
    shape = (world.people, world.weeks)
    own_spread = np.sqrt(1.0 - world.shock**2)
    keep = np.sqrt(1.0 - world.wander**2)
    own, shared = np.zeros(shape), np.zeros(world.weeks)
    down, spoke = np.zeros((world.people, world.weeks + 20)), np.zeros(shape, dtype=bool)
    x = np.zeros(shape)
    rate = np.log(world.often / 52.0) + 0.4 * rng.standard_normal(world.people)
    coming = world.fall * np.array([0.25, 0.5, 0.75, 1.0, 1.0, 1.0, 1.0, 1.0])
    for week in range(world.weeks):
        fresh = rng.standard_normal(world.people)
        own[:, week] = fresh if week == 0 else world.wander * own[:, week - 1] + keep * fresh
        shared[week] = (
            rng.standard_normal() if week == 0 else world.wander * shared[week - 1] + keep * rng.standard_normal()
        )
        x[:, week] = own_spread * own[:, week] + world.shock * shared[week] - down[:, week]
        felt = {
            "same": x[:, week],
            "before": x[:, max(0, week - 1)],
            "three": x[:, max(0, week - 3) : max(1, week)].mean(axis=1),
            "nothing": np.zeros(world.people),
        }[world.driver]
        now = rng.random(world.people) < 1.0 / (1.0 + np.exp(-(rate + world.pull * felt)))
        spoke[:, week] = now
        for person in np.flatnonzero(now):
            after = down[person, week + 1 : week + 9]
            down[person, week + 1 : week + 9] = np.where(np.abs(coming) > np.abs(after), coming, after)
    return x, spoke


def row(person: str, team: str, at_us: int, responder: str | None) -> dict[str, object]:
    """One act as ``diagnosis.met`` tells it."""
    return {
        "id": f"{person}-{at_us}", "team": team, "person": person, "kind": "challenge", "stage": "challenger",
        "at_us": at_us, "reporter": "observed", "state": "met", "level": 3, "responder": responder, "role": "peer",
        "followed": "unknown", "cluster": f"{team}-{at_us}", "channel": "meeting", "source": "acts.csv", "line": 2,
    }  # fmt: skip


def found(world: World, rounds: int, seed: int) -> list[Drift]:
    """What is said of so many worlds of this kind."""
    out = []
    for number, one in enumerate(np.random.SeedSequence(seed).spawn(rounds)):
        acts, weeks, on_us = lived(world, np.random.default_rng(one))
        out.append(drift(acts, weeks, on_us, seed=number))
    return out


NULLS = (
    ("people speak when they like", World(driver="nothing")),
    ("when included more that week", World()),
    ("strongly so, slowly wandering", World(pull=1.5, wander=0.8)),
    ("when included more the week before", World(driver="before")),
    ("strongly so, slowly wandering", World(driver="before", pull=1.5, wander=0.8)),
    ("when included more over three weeks", World(driver="three", pull=1.2)),
    ("large common shocks", World(shock=0.9, wander=0.8)),
    ("four teams, the week before", World(teams=4, people=8, driver="before")),
    ("four teams, three weeks, slowly", World(teams=4, people=8, driver="three", pull=1.2, wander=0.8)),
)
FALLS = (
    ("one team of ten", World(fall=1.0)),
    ("one team of ten, half as much", World(fall=0.5)),
    ("four teams of eight", World(teams=4, people=8, fall=1.0)),
    ("four teams of eight, half as much", World(teams=4, people=8, fall=0.5)),
)


def main(rounds: int = ROUNDS) -> int:
    """Simulate every world; 1 if too much is said where nothing happened, or too little where something did."""
    print(
        f"  {rounds} worlds a row, seed {SEED}. Wanted, of those with enough acts: any change said of at most\n"
        f"  {SIZE:.2f} of all without punishment (and of no row more, give or take two standard errors); a fall of\n"
        f"  one said of at least {POWER:.2f} of four teams; at least {COVERED:.2f} of intervals hold the change\n"
        "  world                                     enough   acts   less   more   change  covered  width"
    )
    within, said_of, worlds = True, 0, 0
    for name, world in (*NULLS, *FALLS):
        said = [one for one in found(world, rounds, SEED) if one.state != "none"]
        n = max(1, len(said))
        less, more = (sum(one.state == state for one in said) / n for state in ("less", "more"))
        change = np.array([(one.change, one.low, one.high) for one in said], dtype=np.float64).reshape(-1, 3)
        true = -world.fall * scale(world)
        covered = float(((change[:, 1] <= true) & (true <= change[:, 2])).mean())
        good = covered >= COVERED
        if world.fall == 0.0:
            good = good and less + more <= SIZE + 2.0 * np.sqrt(SIZE * (1.0 - SIZE) / n)
            said_of, worlds = said_of + round((less + more) * n), worlds + n
        elif world.teams == 4 and world.fall == 1.0:
            good = good and less >= POWER
        within = within and good
        acts = np.mean([one.acts for one in said])
        print(
            f"  {name:<40}  {len(said) / rounds:>5.2f}  {acts:>5.1f}  {less:.3f}  {more:.3f}"
            f"  {change[:, 0].mean():>+6.2f}  {covered:>7.3f}  {np.mean(change[:, 2] - change[:, 1]):>5.2f}"
            f"{'' if good else '  MISSED'}",
            flush=True,
        )
    size = said_of / max(1, worlds)
    print(f"  any change said of {size:.3f} of {worlds} worlds without punishment{'' if size <= SIZE else '  MISSED'}")
    return 0 if within and size <= SIZE else 1


def scale(world: World) -> float:
    """Roughly what a fall of one is in a person's own standard deviations: noise of the counts adds to the spread."""
    return 1.0 / np.sqrt(1.25 + 0.1 * world.fall**2)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS))
