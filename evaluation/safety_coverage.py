"""How often the safety forecast's 90 % intervals hold the truth of simulated teams, and how far off its means are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from safety_worlds import Covered, covered, drawn

from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.tally import Floats
from saidanddone.forecast.safety.bank import BIASES
from saidanddone.forecast.safety.forecast import forecasts
from saidanddone.forecast.safety.rows import Truths
from saidanddone.simulation.speaking import BEGAN_US, DAYS, Design, Talk, talk

__all__ = ["ON_US", "Found", "beta_binomial", "gather", "said"]

ON_US: Final = BEGAN_US + DAYS * DAY_US
NOTHING: Final = (np.nan, np.nan, np.nan)


@dataclass(frozen=True)
class Found:
    """Forecasts beside the truth of n teams, worlds one after another.

    Attributes:
        spoken, shown: (n, 3) mean, low and high of Spoken and of Voice as it is told; at: b -> the same of Voice at b.
            NaN where nothing is said.
        above: (n,) P(Voice >= .50). b: (n,) the true b. standing: (n,) ψ as a normal score within its world.
        met, acts: (n,) acts met well, and all.
        truth: the truths of :class:`Talk` by name, each (n,).
    """

    spoken: Floats = field(repr=False)
    shown: Floats = field(repr=False)
    at: Mapping[float, Floats] = field(repr=False)
    above: Floats = field(repr=False)
    b: Floats = field(repr=False)
    standing: Floats = field(repr=False)
    met: Floats = field(repr=False)
    acts: Floats = field(repr=False)
    truth: Mapping[str, Floats] = field(repr=False)

    def among(self, kept: Truths) -> Found:
        """Only these teams."""
        return Found(
            self.spoken[kept], self.shown[kept], {b: rows[kept] for b, rows in self.at.items()}, self.above[kept],
            self.b[kept], self.standing[kept], self.met[kept], self.acts[kept],
            {name: one[kept] for name, one in self.truth.items()},
        )  # fmt: skip

    def of_spoken(self, truth: str = "spoken") -> Covered:
        """Spoken, where any act was met."""
        kept = self.acts > 0
        return covered(self.truth[truth][kept], *self.spoken[kept].T)

    def of_voice(self, truth: str = "voice") -> Covered:
        """Voice at the b that is true; at the nearest where it is none of those asked about."""
        nearest = np.array(BIASES)[np.abs(np.array(BIASES)[None, :] - self.b[:, None]).argmin(axis=1)]
        rows = np.where((nearest == 0.0)[:, None], self.at[0.0], 0.0)
        for b in BIASES[1:]:
            rows = np.where((nearest == b)[:, None], self.at[b], rows)
        kept = ~np.isnan(rows[:, 0])
        return covered(self.truth[truth][kept], *rows[kept].T)

    def of_shown(self, truth: str = "voice") -> Covered:
        """Voice as it is told: the union of its intervals."""
        kept = ~np.isnan(self.shown[:, 0])
        return covered(self.truth[truth][kept], *self.shown[kept].T)

    def naive_rmse(self) -> float:
        """Of the plain share met well, as a forecast of Spoken, where any act was met."""
        kept = self.acts > 0
        return float(np.sqrt(np.mean((self.met[kept] / self.acts[kept] - self.truth["spoken"][kept]) ** 2)))


def said(seen: Talk) -> tuple[Floats, Floats, dict[float, Floats], Floats]:
    """The product's own forecasts on the last day: Spoken, Voice as told, Voice at each b, P(Voice >= .50)."""
    all_of = [one.research_only for one in forecasts(seen.responses, seen.silences, on_us=ON_US).values()]
    spoken = [NOTHING if f.spoken is None else (f.spoken.mean, f.spoken.low, f.spoken.high) for f in all_of]
    shown = [NOTHING if f.voice is None else (f.voice.mean, f.voice.low, f.voice.high) for f in all_of]
    at = {
        b: [NOTHING if not f.voice_at else (f.voice_at[k].mean, f.voice_at[k].low, f.voice_at[k].high) for f in all_of]
        for k, b in enumerate(BIASES)
    }
    above = [np.nan if f.p_above is None else f.p_above for f in all_of]
    return np.array(spoken), np.array(shown), {b: np.array(rows) for b, rows in at.items()}, np.array(above)


def gather(worlds: int, design: Design, rng: np.random.Generator, **fixed: Any) -> Found:
    """Teams of so many worlds drawn from the bank's priors, but for what is fixed; b one of those asked about."""
    parts: list[tuple[Talk, Any, float]] = []
    standing: list[Floats] = []
    for _ in range(worlds):
        chosen = {"b": float(rng.choice(BIASES)), **fixed}
        world = drawn(rng, **chosen)
        seen = talk(world, design, rng)
        standing.append((seen.safety - world.mean) / world.spread)
        parts.append((seen, said(seen), float(chosen["b"])))
    together = np.concatenate
    wells = [
        np.bincount(seen.responses.team, weights=seen.responses.level >= 4, minlength=design.teams)
        for seen, _, _ in parts
    ]
    names = ("spoken", "spoken_as_seen", "voice", "voice_as_seen")
    return Found(
        together([told[0] for _, told, _ in parts]),
        together([told[1] for _, told, _ in parts]),
        {b: together([told[2][b] for _, told, _ in parts]) for b in BIASES},
        together([told[3] for _, told, _ in parts]),
        np.repeat([b for _, _, b in parts], design.teams),
        together(standing),
        together(wells),
        together([seen.made for seen, _, _ in parts]),
        {name: together([getattr(seen, name) for seen, _, _ in parts]) for name in names},
    )


def beta_binomial(found: Found) -> Covered:
    """Spoken by a Beta-binomial whose prior has the mean and spread of the very truths: the best of its kind."""
    from scipy.special import betaincinv

    truth = found.truth["spoken"]
    mean, var = truth.mean(), truth.var()
    strength = mean * (1.0 - mean) / var - 1.0
    a, b = mean * strength + found.met, (1.0 - mean) * strength + found.acts - found.met
    kept = found.acts > 0
    ends = [betaincinv(a, b, q)[kept] for q in (0.05, 0.95)]
    return covered(truth[kept], (a / (a + b))[kept], *ends)
