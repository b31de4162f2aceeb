"""The pulse's estimate beside the same model sampled by NUTS, on a simulated organisation of six teams.

Needs the extra ``reference``; without it nothing is checked. The reference samples every respondent, every team, the
organisation's level and the ICC; items are known. Wanted, in points of the scale: means and ends of 90 % intervals
within three Monte Carlo errors, and within .01 (means) or .03 (ends). The shift to the organisation's own mean is left
out of both.
"""

from __future__ import annotations

import sys
import time

import numpy as np
from survey_worlds import LOW, NODES, WEIGHTS, Floats, Organisation, categories, organisation, random_bank

from saidanddone.survey.bank import Bank
from saidanddone.survey.graded import Sheet, fit

SEED, TEAMS = 20261123, 6
WARMUP, DRAWS, CHAINS = 1000, 8000, 2
BLOCKS = 40
CLOSE, ENDS = 0.01, 0.03


def sampled(world: Organisation, bank: Bank, seed: int) -> Floats:
    """(D, J) draws of every team's mean answer."""
    import jax
    import numpyro
    import numpyro.distributions as dist
    from jax import numpy as jnp
    from numpyro.infer import MCMC, NUTS

    chosen = jnp.asarray((world.answers - LOW).astype(int))
    a, b = jnp.asarray(bank.a[0]), jnp.asarray(bank.b[0])

    def model() -> None:
        level = numpyro.sample("level", dist.Normal(0, 1))
        icc = numpyro.sample("icc", dist.Beta(2, 8))
        u = numpyro.sample("u", dist.Normal(0, 1).expand([TEAMS]))
        e = numpyro.sample("e", dist.Normal(0, 1).expand([len(world.team)]))
        theta = level + jnp.sqrt(icc) * u[world.team] + jnp.sqrt(1 - icc) * e
        above = jax.nn.sigmoid(a[:, None] * (theta[:, None, None] - b))
        edge = jnp.ones((*above.shape[:2], 1))
        p = -jnp.diff(jnp.concatenate([edge, above, 0 * edge], axis=-1), axis=-1)
        told = jnp.take_along_axis(jnp.log(jnp.clip(p, 1e-9)), chosen[..., None], axis=-1)
        numpyro.factor("answers", told.sum())

    run = MCMC(NUTS(model, target_accept_prob=0.9), num_warmup=WARMUP, num_samples=DRAWS, num_chains=CHAINS,
               chain_method="sequential", progress_bar=False)  # fmt: skip
    run.run(jax.random.PRNGKey(seed))
    drawn = {name: np.asarray(value) for name, value in run.get_samples(group_by_chain=True).items()}
    level, icc, u = drawn["level"][..., None], drawn["icc"][..., None], drawn["u"]
    place = level + np.sqrt(icc) * u
    there = place[..., None] + np.sqrt(1 - icc)[..., None] * NODES
    score = np.arange(bank.b.shape[2] + 1)
    told = np.stack([(categories(part, bank) * score).sum(-1).mean(-1) @ WEIGHTS for part in there])
    return LOW + told


def main() -> int:
    """Print every team; 1 if one is apart."""
    try:
        import numpyro

        numpyro.set_host_device_count(1)
        import jax

        jax.config.update("jax_enable_x64", val=True)
    except ImportError:
        print("  The extra 'reference' is not here: nothing was checked.")
        return 0
    rng = np.random.default_rng(SEED)
    bank = random_bank(rng)
    world = organisation(rng, bank, teams=TEAMS, icc=0.2)
    began = time.process_time()
    fitted = fit(Sheet((world.answers - LOW).astype(np.int64), world.team, 5), bank)
    quick = time.process_time() - began
    values, weights = fitted.values()
    values = LOW + values - fitted.shift
    cdf = np.cumsum(weights, axis=1) - 0.5 * weights
    began = time.process_time()
    draws = sampled(world, bank, 1)
    slow = time.process_time() - began
    within = True
    print(
        f"  {TEAMS} teams, {len(world.team)} respondents x 8 items; NUTS {CHAINS} x {DRAWS} draws: {slow:.0f} s, "
        f"ours {1000 * quick:.0f} ms ({slow / quick:,.0f} x)"
    )
    for team in range(TEAMS):
        one = draws[:, :, team]
        mine = (float(weights[team] @ values), *(float(np.interp(q, cdf[team], values)) for q in (0.05, 0.95)))
        theirs = (float(one.mean()), *(float(np.quantile(one, q)) for q in (0.05, 0.95)))
        parts = one.reshape(BLOCKS, -1)  # long blocks, so that what one draw has of the last is within them
        errors = [parts.mean(axis=1).std(ddof=1), *(np.quantile(parts, q, axis=1).std(ddof=1) for q in (0.05, 0.95))]
        errors = [float(error) / np.sqrt(BLOCKS) for error in errors]
        for what, ours, others, error, most in zip(
            ("mean", "low", "high"), mine, theirs, errors, (CLOSE, ENDS, ENDS), strict=True
        ):
            apart = abs(ours - others)
            fine = apart <= max(3 * error, 0.002) and apart <= most
            within = within and fine
            note = "" if fine else "  APART"
            print(f"    team {team + 1} {what:<4} {ours:.4f}   NUTS {others:.4f} (error {error:.4f}){note}")
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
