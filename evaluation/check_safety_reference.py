"""The safety forecast beside the same model sampled by NUTS, on simulated teams whose responders and meetings cross.

Needs the extra ``reference`` (``pip install -e .[reference]``); without it nothing is checked. The reference samples
every safety, responder, meeting and talkativeness; what stands on a grid in the model itself (mean and spread of
teams, spread of meetings, γ and d) is summed over the same grid. The last row has a pulse beside the talk. Wanted, on
the scale of shares: means within three Monte Carlo errors and .01, ends of 90 % intervals within three Monte Carlo
errors and .02.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from safety_coverage import said
from safety_pulse import Asked, U, held_back, voice
from safety_worlds import LED, RATES, usual

from saidanddone.evidence.act import STAGES
from saidanddone.evidence.tally import Floats
from saidanddone.forecast.safety import bank as known
from saidanddone.forecast.safety.bank import BANK, BIASES
from saidanddone.forecast.safety.held_back import SPOKE, TEAM_SD
from saidanddone.forecast.safety.linking import R_WEIGHTS, R
from saidanddone.forecast.safety.prepared import prepared
from saidanddone.forecast.safety.rows import Answers, HeldBack
from saidanddone.simulation.speaking import Design, Talk, World, met_well, talk

TEAMS = 8
SEED = 3
WARMUP, DRAWS, CHAINS = 500, 1500, 2
CLOSE, ENDS = 0.01, 0.02


@dataclass(frozen=True)
class Pulse:
    """A composite of each team's answers, normal around u with so much error; and occasions taken and let pass."""

    composite: Floats = field(repr=False)
    error: float
    held: HeldBack = field(repr=False)

    def answers(self) -> Answers:
        """As the forecast takes them."""
        return Answers(U, np.exp(-0.5 * ((U - self.composite[:, None]) / self.error) ** 2))


def asked_of(seen: Talk, world: World, rng: np.random.Generator) -> Pulse:
    """Answers that tell of safety by r = .7, and six people's occasions of half a year."""
    z = (seen.safety - world.mean) / world.spread
    error = 0.4
    u = 0.7 * z + np.sqrt(1.0 - 0.7**2) * rng.standard_normal(len(z))
    told = held_back(world, seen, Asked(people=6, occasions=0.5), rng)[0]
    return Pulse(u + error * rng.standard_normal(len(z)), error, told)


def sampled(seen: Talk, b: float | None, seed: int, pulse: Pulse | None = None) -> tuple[Floats, Floats, Floats]:
    """Posterior draws of ψ (D, T), of responders' λ (D, T·R) and of the place of the meetings' spread on its grid (D,).

    Args:
        b: None for Spoken: responses alone, at the shift the bank states. Otherwise Voice's: responses at ψ + b, and
            counts. pulse: what stands beside them, the link and what is common of holding back sampled or summed with
            all else, nothing taken from other teams beforehand.
    """
    import jax
    import numpyro
    import numpyro.distributions as dist
    from jax import numpy as jnp
    from jax.scipy.special import logsumexp
    from numpyro.infer import MCMC, NUTS, init_to_value

    rows = seen.responses
    _, meeting = np.unique(rows.cluster, return_inverse=True)
    T, M, P = len(rows.teams), int(meeting.max()) + 1, seen.responders.size
    delta, sigma = jnp.array(BANK.delta), jnp.array(BANK.sigma)
    cuts = jnp.array([-50.0, *BANK.kappa[:3], 50.0])
    level = np.minimum(rows.level, 4)
    mu = np.repeat(BANK.mu, len(BANK.t)) + (BANK.spoken_shift if b is None else 0.0)
    spread = np.tile(BANK.t, len(BANK.mu))
    log_common = np.log(np.multiply.outer(BANK.mu_weights, BANK.t_weights).ravel())
    gamma = np.repeat(known.GAMMAS, len(known.DS))
    d = np.tile(known.DS, len(known.GAMMAS))
    log_rates = np.log(np.multiply.outer(known.GAMMA_WEIGHTS, known.DS_WEIGHTS).ravel())

    def of_sigma(psi: Any, who: Any, meant: Any) -> Any:
        z = psi[rows.team] + 0.5 * who[rows.responder] - delta[rows.stage]
        z = z + sigma[:, None] * meant[meeting] + (0.0 if b is None else b)
        up = jax.nn.sigmoid(BANK.alpha * (z - cuts[level - 1]))
        over = jax.nn.sigmoid(BANK.alpha * (z - cuts[level]))
        return jnp.log(jnp.array(BANK.sigma_weights)) + jnp.log(jnp.maximum(up - over, 1e-30)).sum(axis=1)

    def model() -> None:
        psi = numpyro.sample("psi", dist.ImproperUniform(dist.constraints.real, (), (T,)))
        who = numpyro.sample("who", dist.Normal(0.0, 1.0).expand([P]))
        meant = numpyro.sample("meant", dist.Normal(0.0, 1.0).expand([M]))
        alike = dist.Normal(mu[:, None], spread[:, None]).log_prob(psi).sum(axis=1)
        if pulse is not None:
            apart = psi - mu[:, None]
            r = jnp.array(R)[:, None, None]
            sd = jnp.sqrt(1.0 - r**2 + pulse.error**2)
            linked = dist.Normal(r * apart / spread[:, None], sd).log_prob(pulse.composite)
            alike = alike + logsumexp(linked + jnp.log(jnp.array(R_WEIGHTS))[:, None, None], axis=0).sum(axis=1)
            c = numpyro.sample("c", dist.Normal(*SPOKE))
            own = TEAM_SD * numpyro.sample("own", dist.Normal(0.0, 1.0).expand([T]))
            at = c + own + jnp.array(known.GAMMAS)[:, None, None] * apart
            kept = -pulse.held.made * jnp.logaddexp(0.0, -at) - pulse.held.held * jnp.logaddexp(0.0, at)
            weights = jnp.log(jnp.array(known.GAMMA_WEIGHTS))[:, None]
            alike = alike + logsumexp(weights + kept.sum(axis=2), axis=0)
        numpyro.factor("teams", logsumexp(log_common + alike))
        numpyro.factor("responses", logsumexp(of_sigma(psi, who, meant)))
        if b is not None and seen.silences is not None:
            offset = numpyro.sample("offset", dist.Normal(0.0, known.LEVEL_RATE_SD))
            pace = numpyro.sample("pace", dist.Normal(0.0, 1.0).expand([T]))
            n = seen.silences.acts[:, 0].sum(axis=1)
            base = np.log(seen.silences.exposure[:, 0]) + np.log(np.exp(RATES[0]).sum())
            log_mean = base + offset + gamma[:, None] * psi + d[:, None] * pace
            numpyro.factor("counts", logsumexp(log_rates + (n * log_mean - jnp.exp(log_mean)).sum(axis=1)))

    start = init_to_value(values={"psi": jnp.full(T, 0.7)})
    sampler = MCMC(
        NUTS(model, target_accept_prob=0.9, init_strategy=start),
        num_warmup=WARMUP,
        num_samples=DRAWS,
        num_chains=CHAINS,
        chain_method="sequential",
        progress_bar=False,
    )
    sampler.run(jax.random.PRNGKey(seed))
    draws = {name: np.asarray(one) for name, one in sampler.get_samples().items()}
    logs = np.asarray(jax.vmap(of_sigma)(jnp.array(draws["psi"]), jnp.array(draws["who"]), jnp.array(draws["meant"])))
    weights = np.exp(logs - logs.max(axis=1, keepdims=True))
    weights /= weights.sum(axis=1, keepdims=True)
    at = (weights.cumsum(axis=1) < np.random.default_rng(seed).random((len(weights), 1))).sum(axis=1)
    return draws["psi"], 0.5 * draws["who"], at


def shares(seen: Talk, draws: tuple[Floats, Floats, Floats], spoken: bool) -> Floats:
    """(D, T) Spoken or Voice of every draw, over the responders each team has had."""
    psi, who, at = draws
    R = seen.responders.shape[1]
    out = np.zeros_like(psi)
    for team in range(psi.shape[1]):
        rows = seen.responses.of(seen.responses.team == team)
        stages = np.full(len(STAGES), 1.0 / len(STAGES))
        if spoken:
            stages = np.bincount(rows.stage, minlength=len(STAGES)) + BANK.mix_acts * np.asarray(BANK.mix)
            stages = stages / stages.sum()
        mix = np.bincount(rows.responder - team * R, minlength=R) / len(rows)
        middle = psi[:, team] + who[:, team * R : (team + 1) * R] @ mix
        for place, sigma in enumerate(BANK.sigma):
            world: World = usual(meeting_sd=sigma)
            here = at == place
            for stage, share in enumerate(stages):
                out[here, team] += share * met_well(world, middle[here], stage)
    return out


def main() -> int:
    """Sample, compare; 1 if a mean or an end is further off than wanted."""
    try:
        from numpyro.diagnostics import effective_sample_size
    except ImportError:
        print("  Needs the extra 'reference'; nothing was checked.")
        return 0
    world = usual(meeting_sd=0.8)
    seen = talk(world, Design(teams=TEAMS, meetings=5, mix=LED[3], exposure=(0.8, 0.0)), np.random.default_rng(SEED))
    spoken, _, at, _ = said(seen)
    pulse = asked_of(seen, world, np.random.default_rng(SEED + 1))
    ready = prepared(seen.responses, seen.silences)
    beside = voice(ready, seen, seen.responses, BIASES[1], pulse.answers(), pulse.held)
    asked: list[tuple[str, float | None, Floats, Pulse | None]] = [
        ("Spoken", None, spoken, None),
        *((f"Voice, b = {b:g}", b, at[b], None) for b in BIASES),
        (f"pulse, b = {BIASES[1]:g}", BIASES[1], beside, pulse),
    ]
    within = True
    print(
        f"  {TEAMS} teams of {', '.join(f'{n:.0f}' for n in seen.made)} acts, meetings' SD .8, three responders each,"
        f" seed {SEED};\n  {CHAINS} chains of {DRAWS} draws. Largest difference over the teams, in shares\n"
        "                    mean   (in Monte Carlo errors)   lower end   upper end   smallest effective size"
    )
    for name, b, ours, more in asked:
        drawn = shares(seen, sampled(seen, b, SEED, more), b is None)
        size = effective_sample_size(drawn.reshape(CHAINS, DRAWS, TEAMS))
        error = drawn.std(axis=0) / np.sqrt(size)
        off = np.abs(drawn.mean(axis=0) - ours[:, 0])
        ends = np.abs(np.quantile(drawn, [0.05, 0.95], axis=0).T - ours[:, 1:])
        # A quantile at .05 of about a normal is 2.1 times as uncertain as the mean.
        fine = bool((off <= CLOSE + 3.0 * error).all() and (ends <= ENDS + 6.3 * error[:, None]).all())
        within = within and fine
        print(
            f"  {name:<15}  {off.max():.4f}   ({(off / error).max():.1f})                     {ends[:, 0].max():.4f}"
            f"      {ends[:, 1].max():.4f}      {size.min():.0f}{'' if fine else '  TOO FAR'}",
            flush=True,
        )
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
