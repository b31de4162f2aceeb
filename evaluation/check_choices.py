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
from real_ledgers import LEDGERS, commitments, slices, summed

from saidanddone.evidence.tally import Floats, Rows, WalkForward
from saidanddone.forecast.trust import outlook, panel, recalibration, stack, stream
from saidanddone.forecast.trust.grid import log_loss
from saidanddone.forecast.trust.panel import NAMES
from saidanddone.forecast.trust.posterior import Component
from saidanddone.forecast.trust.score import baselines
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


def scored(rows: Rows, walked: WalkForward) -> tuple[float, float]:
    """Log loss over everybody's mean's, and in nats behind the best member."""
    walk, first = panel.walk(rows, walked), len(rows) // 10
    loss = float(log_loss(walk.p, rows.y)[first:].mean())
    mean = float(log_loss(baselines(walked)["population_mean"], rows.y)[first:].mean())
    return loss / mean, loss - float(log_loss(walk.members, rows.y)[first:].mean(axis=0).min())


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
    """A line a choice: log loss over everybody's mean's, and how far behind the best member, on every ledger."""
    print(
        "\nLog loss over everybody's mean's (nats behind the best member)\n  "
        + " " * 46
        + "".join(f"{n[:20]:>23}" for n in told)
    )
    for name, chosen in CHOICES:
        with chosen():
            cells = [scored(*ledger) for ledger in told.values()]
        print(f"  {name:<46}" + "".join(f"{f'{ratio:.4f} ({behind:+.3f})':>23}" for ratio, behind in cells), flush=True)


def with_everybody(walk: panel.Walk, state: outlook.State, *, by_sums: bool = False) -> list[Component]:
    """The mixture of rates with the population mean among its parts, weighted as in the forecast."""
    listened = walk.final[NAMES.index("population mean")] * walk.grids["population mean"]
    betas = outlook.population.betas(state.sums, outlook.likeness(walk))
    return [*ONLY_OWN(walk, state, by_sums=by_sums), Component(betas.a, betas.b, listened)]


ONLY_OWN = outlook.components


def in_simulation() -> bool:
    """Coverage and width with everybody's mean in the mixture and without; whether a long record is narrower without."""
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
    return gained[-1] > 0.0


def said(found: Coverage) -> str:
    """Covered and width in one cell."""
    return f"{found.covered:.3f} {found.width:.3f}"


def main() -> int:
    """Try every choice; 1 if a long record's interval is no narrower without everybody's mean in the mixture."""
    narrower = in_simulation()
    if not LEDGERS.is_dir():
        print("  The real ledgers are not beside this clone; say where with SAIDANDDONE_SHARED.")
        return 1
    on_ledgers(dict(ledgers()))
    return 0 if narrower else 1


if __name__ == "__main__":
    sys.exit(main())
