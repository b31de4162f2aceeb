"""What stands beside the safety forecast, in simulation: how rare a silence is, how late bad news is, leaders first.

Silences of teams at the line, as many of them called rare as should be, and how many would be if every team spoke as
much as the bank says. Problems whose lateness is skewed, ten to a team and more. Leaders who act in the weeks that are
lively anyway: whether what followed them is told as it is.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from saidanddone.diagnosis import met as met_rows
from saidanddone.diagnosis.last_time import RARE, SHARES, surprise
from saidanddone.diagnosis.lateness import lateness
from saidanddone.diagnosis.leading import leaders_first
from saidanddone.diagnosis.speaking import CLOCKS, LeadersFirst
from saidanddone.evidence import people
from saidanddone.evidence.act import STAGE_OF, STAGES
from saidanddone.evidence.outcome import DAY_US
from saidanddone.forecast.safety import bank

ROUNDS = 1_000
SEED = 29
COVERED = 0.86
BEGAN_US = 1_704_067_200_000_000  # 2024-01-01, a Monday
WEEK_US = 7 * DAY_US


def act(at_us: int, person: str, kind: str = "question", began_us: int | None = None) -> dict[str, object]:
    """One act as ``diagnosis.met`` tells it, in the meeting of its day."""
    return {
        "id": f"{person}-{at_us}", "team": "Apollo", "person": person, "kind": kind, "stage": STAGE_OF[kind],
        "at_us": at_us, "began_us": began_us, "public": True, "reporter": "observed", "state": "unsettled",
        "followed": "unknown", "cluster": f"day {at_us // DAY_US}", "channel": "meeting", "source": "acts.csv",
        "line": 2,
    }  # fmt: skip


def table(rows: list[dict[str, object]]) -> pa.Table:
    """Acts as a table of ``diagnosis.met.SCHEMA``."""
    return pa.Table.from_pylist(rows, met_rows.SCHEMA)


def silences(kind: str, channel: str, rounds: int, rng: np.random.Generator) -> tuple[float, float, float]:
    """Share of silences called rare; the same if φ is left out at 5 %; person-hours until a silence is rare.

    How much teams speak for other reasons, and γ, are drawn as the bank says; the time since the last act of somebody
    who acts at a steady rate is exponential.
    """
    stage = STAGES.index(STAGE_OF[{"problem_early": "problem", "mistake_uncaught": "mistake"}.get(kind, "challenge")])
    base = np.exp(bank.RATES[channel][stage]) * SHARES[kind][channel]
    d = np.hypot(rng.choice(bank.DS, rounds, p=np.array(bank.DS_WEIGHTS)), bank.LEVEL_RATE_SD)
    gamma = rng.choice(bank.GAMMAS, rounds, p=np.array(bank.GAMMA_WEIGHTS))
    usual = base * np.exp(gamma * bank.psi_of_voice(0.5))
    since = rng.exponential(size=rounds) / (usual * np.exp(d * rng.standard_normal(rounds)))
    rare = np.mean([surprise(kind, {channel: float(amount)}) < RARE for amount in since])
    naive = np.exp(-usual * since)
    amounts = np.geomspace(0.1, 1e4, 400)
    first = next(float(amount) for amount in amounts if surprise(kind, {channel: float(amount)}) < RARE)
    return float(rare), float((naive < 0.05).mean()), first


def check_silences(rounds: int) -> bool:
    """Whether as many silences at the line are called rare as should be."""
    rng = np.random.default_rng(SEED)
    error = 4.0 * np.sqrt(RARE * (1.0 - RARE) / rounds)
    print(f"\nSilences of {rounds} teams at the line; wanted: {RARE:.2f} called rare, give or take {error:.3f}")
    print("  clock               channel   called rare   'in 20' without other reasons   rare from")
    within = True
    for kind in CLOCKS:
        for channel in ("meeting", "writing"):
            rare, naive, first = silences(kind, channel, rounds, rng)
            good = abs(rare - RARE) <= error
            within = within and good
            unit = "person-hours" if channel == "meeting" else "person-weeks"
            print(
                f"  {kind:<18}  {channel}   {rare:>11.3f}   {naive:>29.3f}   {first:.0f} {unit}"
                f"{'' if good else '  MISSED'}"
            )
    return within


def check_lateness(rounds: int) -> bool:
    """Whether the interval of the median holds it."""
    print(f"\nHow late bad news is: {rounds} teams, log-normal days about a week; wanted: at least .90 of medians held")
    within = True
    for n in (5, 8, 12, 30):
        rng = np.random.default_rng(SEED + n)
        held = 0
        for _ in range(rounds):
            late = 7.0 * np.exp(1.2 * rng.standard_normal(n))
            rows = [
                act(BEGAN_US + i * DAY_US, "p-a", "problem", BEGAN_US + i * DAY_US - int(days * DAY_US))
                for i, days in enumerate(late.tolist())
            ]
            told = lateness(table(rows), BEGAN_US + 1000 * DAY_US)
            held += told is not None and told.low is not None and told.low <= 7.0 <= (told.high or 0.0)
        good = held / rounds >= 0.90 - 3.0 * np.sqrt(0.09 / rounds)
        within = within and good
        print(f"  {n:>3} problems: {held / rounds:.3f}{'' if good else '  MISSED'}")
    return within


@dataclass(frozen=True)
class Led:
    """One kind of team whose leaders act: years, leaders' acts and members' acts (a week), spreads, true ratio."""

    name: str
    years: int = 1
    leading: float = 8.0
    acts: float = 2.0
    meeting_sd: float = 0.8
    month_sd: float = 0.5
    ratio: float = 1.0


LED = (
    Led("steady weeks", meeting_sd=0.0, month_sd=0.0),
    Led("lively meetings, busy months"),
    Led("the same, few acts", leading=4.0, acts=1.0),
    Led("the same, a leader who often acts", leading=20.0, acts=3.0),
    Led("the same, two years, many acts", years=2, leading=12.0, acts=6.0),
    Led("the same, 60 % more follows", ratio=1.6),
)


def led(world: Led, rng: np.random.Generator) -> LeadersFirst | None:
    """One team whose leader acts at the weekly meeting, the likelier the livelier that week is anyway."""
    weeks = 52 * world.years
    month = np.zeros(weeks)
    for week in range(weeks):
        fresh = world.month_sd * rng.standard_normal()
        month[week] = fresh if week == 0 else 0.8 * month[week - 1] + 0.6 * fresh
    lively = month + world.meeting_sd * rng.standard_normal(weeks)
    usual = (world.meeting_sd**2 + world.month_sd**2) / 2.0
    leads = rng.random(weeks) < np.minimum(0.9, world.leading / 52.0 * np.exp(0.7 * lively - 0.49 * usual))
    more = np.ones(weeks)
    for week in np.flatnonzero(leads):
        more[week + 1 : week + 3] = world.ratio
    rows = []
    for week, count in enumerate(rng.poisson(world.acts * np.exp(lively - usual) * more).tolist()):
        start = BEGAN_US + week * WEEK_US
        rows += [act(start, "p-lead", "mistake")] if leads[week] else []
        rows += [act(start + (1 + i) * 60_000_000, "p-member") for i in range(count)]
    roster = people.table([people.Person("p-lead", "Apollo", "leader"), people.Person("p-member", "Apollo")])
    return leaders_first(table(rows), roster, BEGAN_US + weeks * WEEK_US) if rows else None


def check_leaders(rounds: int) -> bool:
    """Whether what followed leaders' own acts is told as it is."""
    print(
        f"\nLeaders first: {rounds} teams a row; wanted: at least {COVERED:.2f} of 90 % intervals hold, and where\n"
        "  nothing follows no mean further than a tenth from none on the log scale\n"
        "  team                              told  held   log bias  width"
    )
    within = True
    for world in LED:
        one = [led(world, np.random.default_rng(s)) for s in np.random.SeedSequence(SEED).spawn(rounds)]
        told = np.array([(f.ratio, f.low, f.high) for f in one if f is not None and f.ratio is not None], dtype=float)
        held = float(((told[:, 1] <= world.ratio) & (world.ratio <= told[:, 2])).mean())
        bias = float(np.log(told[:, 0] / world.ratio).mean())
        good = held >= COVERED and (world.ratio != 1.0 or abs(bias) <= 0.1)
        within = within and good
        width = float(np.log(told[:, 2] / told[:, 1]).mean())
        print(
            f"  {world.name:<32}  {len(told) / rounds:.2f}  {held:.3f}  {bias:>+8.3f}  {width:.2f}"
            f"{'' if good else '  MISSED'}",
            flush=True,
        )
    return within


def main(rounds: int = ROUNDS) -> int:
    """Simulate all three; 1 if one misses its limit."""
    print(f"  seed {SEED}")
    return 0 if all([check_silences(4 * rounds), check_lateness(rounds), check_leaders(rounds)]) else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS))
