"""The closed forms beside a hierarchical state-space model sampled in NumPyro, on openstack_specs, refitted six times.

Needs the extra ``reference`` (``pip install -e .[reference]``); run by hand, some minutes. The reference:

    logit P(kept) = level_t + group + unit,   level_t = c + φ·(level_{t−1} − c) + σ·ε_t   (a step is sixty days)

with everything unknown sampled by NUTS. At each of six days it sees the verdicts known before, and forecasts what is
promised from then to the next. The panel is stopped on the same days and asked for the same forecasts, so that both
know the same; its forecasts as issued, which go on learning in between, stand beside it.

Source: MODEL §1, "Reference". Wanted: the closed forms within 2 % of the reference's log loss.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from itertools import pairwise

import jax
import numpy as np
import numpyro
import numpyro.distributions as dist
from jax import numpy as jnp
from numpyro.infer import MCMC, NUTS, Predictive
from plain_sums import tallied, walked
from real_ledgers import LEDGERS, commitments, summed

from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.tally import Floats, Ints, Rows
from saidanddone.forecast.trust import panel
from saidanddone.forecast.trust.grid import log_loss
from saidanddone.forecast.trust.outlook import forecast, state_of
from saidanddone.forecast.trust.stream import stream

REFITS = 6
STEP_DAYS = 60
WITHIN = 1.02
SEED = 20260101
COLUMNS = ("unit", "group", "occasion", "made_us", "due_us", "known_us", "y", "size", "formal", "pressure")


@dataclass(frozen=True)
class Told:
    """What the reference sees: unit, group and step of each verdict, and y; shapes (n,)."""

    unit: Ints
    group: Ints
    step: Ints
    y: Floats


def model(unit: Ints, group: Ints, step: Ints, units: int, groups: int, steps: int, y: Floats | None = None) -> None:
    """The generative model; ``y`` None to forecast."""
    centre = numpyro.sample("centre", dist.Normal(0.5, 1.5))
    carry = numpyro.sample("carry", dist.Beta(8.0, 2.0))
    unit_spread = numpyro.sample("unit_spread", dist.HalfNormal(1.0))
    group_spread = numpyro.sample("group_spread", dist.HalfNormal(0.7))
    level_spread = numpyro.sample("level_spread", dist.HalfNormal(0.5))
    of_unit = numpyro.sample("of_unit", dist.Normal(0.0, 1.0).expand([units]))
    of_group = numpyro.sample("of_group", dist.Normal(0.0, 1.0).expand([groups]))
    shock = numpyro.sample("shock", dist.Normal(0.0, 1.0).expand([steps]))
    first = shock[0] / jnp.sqrt(1.0 - carry**2 + 1e-6)

    def walk(level: jax.Array, fresh: jax.Array) -> tuple[jax.Array, jax.Array]:
        moved = carry * level + fresh
        return moved, moved

    _, later = jax.lax.scan(walk, first, shock[1:])
    level = centre + level_spread * jnp.concatenate([first[None], later])
    # With one group its part is the centre's; the spread is then left to its prior and adds nothing to learn.
    both = unit_spread * of_unit[unit] + (group_spread * of_group[group] if groups > 1 else 0.0)
    logits = level[step] + both
    numpyro.deterministic("p", jax.nn.sigmoid(logits))
    numpyro.sample("y", dist.Bernoulli(logits=logits), obs=y)


def reference(known: Told, asked: Told, units: int, groups: int, seed: int) -> Floats:
    """P(kept) of the asked, each averaged over the posterior given the known."""
    steps = int(max(known.step.max(), asked.step.max())) + 1
    sizes = {"units": units, "groups": groups, "steps": steps}
    sampler = MCMC(NUTS(model, target_accept_prob=0.9), num_warmup=500, num_samples=1000, progress_bar=False)
    sampler.run(jax.random.PRNGKey(seed), known.unit, known.group, known.step, y=known.y, **sizes)
    forecasts = Predictive(model, sampler.get_samples(), return_sites=["p"])
    p = forecasts(jax.random.PRNGKey(seed + 1), asked.unit, asked.group, asked.step, **sizes)["p"]
    return np.asarray(p.mean(axis=0), dtype=np.float64)


def until(rows: Rows, day_us: int) -> Rows:
    """The rows whose verdict is known before a day."""
    keep = rows.known_us < day_us
    return replace(rows, **{name: getattr(rows, name)[keep] for name in COLUMNS})


def stopped(rows: Rows, day_us: int, asked: Ints) -> Floats:
    """What the panel, stopped on a day, says of these rows' units; a unit without a verdict is a stranger."""
    known = until(rows, day_us)
    done = panel.walk(known, walked(known))
    tallies = tallied(known, day_us)
    return forecast(done, state_of(done, tallies))[rows.unit[asked]]


def cells(means: list[float]) -> str:
    """Mean log losses side by side."""
    return "  ".join(f"{mean:>14.4f}" for mean in means)


def main() -> int:
    """Refit, forecast, compare; 1 if the closed forms are further off than wanted."""
    if not LEDGERS.is_dir():
        print("  The real ledgers are not beside this clone; say where with SAIDANDDONE_SHARED.")
        return 1
    rows, sums = summed(commitments("openstack_specs"))
    issued = panel.walk(rows, sums).p
    n = len(rows)
    # From where a tenth of the verdicts is known: here they become known with the release, all together.
    first = int(np.argmax(stream(rows).known_before >= n // 10))
    edges = np.linspace(first, n, REFITS + 1).round().astype(int)
    step = ((rows.made_us - rows.made_us[0]) // (STEP_DAYS * DAY_US)).astype(np.int64)
    losses: dict[str, list[Floats]] = {"reference": [], "panel, stopped": [], "as issued": []}
    print("  refit   verdicts  forecasts  " + "  ".join(f"{name:>14}" for name in losses))
    for number, (low, high) in enumerate(pairwise(edges.tolist())):
        day_us = int(rows.made_us[low])
        seen, asked = np.flatnonzero(rows.known_us < day_us), np.arange(low, high)
        parts = [Told(rows.unit[i], rows.group[i], step[i], rows.y[i]) for i in (seen, asked)]
        said = {
            "reference": reference(*parts, len(rows.units), len(rows.groups), SEED + number),
            "panel, stopped": stopped(rows, day_us, asked),
            "as issued": issued[asked],
        }
        for name, p in said.items():
            losses[name].append(log_loss(p, rows.y[asked]))
        means = [float(found[-1].mean()) for found in losses.values()]
        print(f"  {number + 1:>5}  {len(seen):>9}  {len(asked):>9}  {cells(means)}", flush=True)
    total = {name: float(np.concatenate(parts).mean()) for name, parts in losses.items()}
    ratio = total["panel, stopped"] / total["reference"]
    print(f"  all {' ' * 25}{cells(list(total.values()))}")
    verdict = "" if ratio <= WITHIN else "  TOO MUCH"
    print(f"  the panel, stopped, over the reference: {ratio:.4f} (at most {WITHIN:g}){verdict}")
    return 0 if ratio <= WITHIN else 1


if __name__ == "__main__":
    sys.exit(main())
