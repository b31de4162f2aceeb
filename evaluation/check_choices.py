"""What each choice in the panel is worth: log loss and coverage with it and without it, on real and simulated ledgers.

Nothing here is tuned per ledger: each choice is one constant for all. The figures are those of
``docs/decisions/0012-the-panel``; the script fails when a choice no longer does what its page says.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from unittest.mock import patch

import numpy as np
from interval_coverage import Coverage, Setting, simulate
from plain_sums import tallied, walked
from real_ledgers import LEDGERS, commitments, slices, summed
from simulated import reviews

from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.tally import Floats, Rows, WalkForward
from saidanddone.forecast.trust import outlook, panel, population, recalibration, stack, stream
from saidanddone.forecast.trust.grid import log_loss
from saidanddone.forecast.trust.panel import NAMES
from saidanddone.forecast.trust.posterior import Component
from saidanddone.forecast.trust.score import baselines, calibration_error
from saidanddone.forecast.trust.sums import Sums

Ledgers = dict[str, tuple[Rows, WalkForward]]
SHOWN = ("jira, every seventh project", "jira, jira only", "jira, moodle only", "flights, every thirtieth")


def ledgers() -> Iterator[tuple[str, tuple[Rows, WalkForward]]]:
    """The ledgers each choice is tried on: small, without batches; large, with batches of hundreds; fast."""
    for name in ("openstack_specs", "sprints_pseudotime"):
        yield name, summed(commitments(name))
    for name, table in slices():
        if name in SHOWN:
            yield name, summed(table)


def scored(rows: Rows, sums: WalkForward) -> str:
    """Log loss over everybody's mean's, in nats behind the best member, and calibration error, in one cell."""
    walk, first = panel.walk(rows, sums), len(rows) // 10
    loss = float(log_loss(walk.p, rows.y)[first:].mean())
    mean = float(log_loss(baselines(sums)["population_mean"], rows.y)[first:].mean())
    behind = loss - float(log_loss(walk.members, rows.y)[first:].mean(axis=0).min())
    return f"{loss / mean:.4f} {behind:+.3f} {calibration_error(walk.p[first:], rows.y[first:]):.3f}"


def flat(sums: Sums) -> Floats:
    """Every half-life as likely as another."""
    return np.full(len(sums.half_lives), 1.0 / len(sums.half_lives))


Choice = tuple[str, Callable[[], AbstractContextManager[object]]]
CHOICES: tuple[Choice, ...] = (
    ("as it is", nullcontext),
    ("ALIKE 0: verdicts of an occasion count whole", lambda: patch.object(stream, "ALIKE", 0.0)),
    ("ALIKE .2: five at most", lambda: patch.object(stream, "ALIKE", 0.2)),
    ("ALIKE 1: one an occasion", lambda: patch.object(stream, "ALIKE", 1.0)),
    ("half-lives all as likely", lambda: patch.object(Sums, "longevity", flat)),
    ("no last correction", lambda: patch.object(recalibration, "_PRIOR_TRUST", 1e-9)),
    ("correction trusted at once (.5)", lambda: patch.object(recalibration, "_PRIOR_TRUST", 0.5)),
    ("stacks start from nothing", lambda: patch.object(stack, "START", ())),
    ("stacks may fall with one's own record", lambda: patch.object(stack, "RISING", ())),
)


def on_ledgers(told: Ledgers) -> None:
    """A line a choice, a cell a ledger."""
    print("\nLog loss over everybody's mean's, nats behind the best member, calibration error")
    print("  " + " " * 46 + "".join(f"{name.replace('jira, ', ''):>25}" for name in told))
    for name, chosen in CHOICES:
        with chosen():
            cells = [scored(*ledger) for ledger in told.values()]
        print(f"  {name:<46}" + "".join(f"{cell:>25}" for cell in cells), flush=True)


def with_everybody(walk: panel.Walk, state: outlook.State, *, by_sums: bool = False) -> list[Component]:
    """The mixture of rates with the population mean among its parts, weighted as in the forecast."""
    listened = walk.final[NAMES.index("population mean")] * walk.grids["population mean"]
    betas = population.betas(state.sums, outlook.likeness(walk))
    return [*ONLY_OWN(walk, state, by_sums=by_sums), Component(betas.a, betas.b, listened)]


ONLY_OWN = outlook.components


def in_simulation() -> bool:
    """Covered and width with everybody's mean in the mixture and without; whether it is as its page says."""
    print("\nThe population mean in the mixture of rates: covered, width")
    gained = []
    for units, promises in ((8, 8.0), (8, 60.0), (40, 30.0), (8, 200.0)):
        setting = Setting(units=units, alike=6.0, mean=0.75, promises=promises)
        rounds = max(1, (320 if promises < 100.0 else 40) // units)
        without = simulate(setting, rounds, seed=5)
        with patch.object(outlook, "components", with_everybody):
            among = simulate(setting, rounds, seed=5)
        gained.append(among.width - without.width)
        print(f"  {units:>2} units, {promises:>3g} each: {said(without)} without, {said(among)} with it", flush=True)
    print("\nIts cautious bound (5 %): 761 reviews, .80 of them good, and three that all are, among others")
    ahead = []
    for others in (0, 5, 30):
        low = cautious(others)
        with patch.object(outlook, "components", with_everybody):
            among_low = cautious(others)
        ahead.append(low[0] > low[1])
        bounds = [f"{one:.3f} and {other:.3f}" for one, other in (low, among_low)]
        print(f"  {others:>2} others: {bounds[0]} without, {bounds[1]} with it", flush=True)
    return gained[-1] > 0.0 and all(ahead)


def cautious(others: int) -> tuple[float, float]:
    """The 5 % bound of 761 and of three reviews."""
    rows = reviews(others)
    walk = panel.walk(rows, walked(rows))
    state = outlook.state_of(walk, tallied(rows, int(rows.known_us.max()) + DAY_US))
    low = outlook.outlook(walk, state).rate.quantile(0.05)
    return float(low[0]), float(low[1])


def said(found: Coverage) -> str:
    """Covered and width in one cell."""
    return f"{found.covered:.3f} {found.width:.3f}"


def main() -> int:
    """Try every choice; 1 if leaving everybody's mean out of the mixture no longer does what its page says."""
    as_told = in_simulation()
    if not LEDGERS.is_dir():
        print("  The real ledgers are not beside this clone; say where with SAIDANDDONE_SHARED.")
        return 1
    on_ledgers(dict(ledgers()))
    return 0 if as_told else 1


if __name__ == "__main__":
    sys.exit(main())
