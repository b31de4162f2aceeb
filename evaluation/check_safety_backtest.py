"""The next response in AMI's meetings, forecast before it is read, against base rates; whole teams left out.

What all teams have in common, and every base rate, is of the other 29 teams. A team's own acts are read as they come,
ten at a time. This is agreement, not reward: it says that the sums learn from responses as they should, not that a
team which agrees is safe. Facts, offers, suggestions and judgements are all put on the contributor's rung, for none of
them asks or challenges; beside it, on rungs of their own, whose order (to challenge is harder) does not hold for them.
"""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
from safety_ami import CORPUS, ami

from saidanddone.evidence.act import STAGES
from saidanddone.evidence.tally import Floats, Ints
from saidanddone.forecast.safety.bank import BANK
from saidanddone.forecast.safety.posterior import GRID, Fine, believed, fine, learned_from
from saidanddone.forecast.safety.reading import Reading
from saidanddone.forecast.safety.responses import likelihood
from saidanddone.forecast.safety.rows import Responses

STEP = 10
NONE = np.ones((len(GRID), 1))
SILENT = np.ones(1)


def likely(rows: Responses) -> Fine:
    """The likelihood of one team's responses, read over its own mix of responders."""
    if not len(rows):
        return fine(likelihood(rows, np.ones((1, 1)), BANK))
    _, counts = np.unique(rows.responder, return_counts=True)
    return fine(likelihood(rows, np.append(counts / counts.sum(), 0.0)[None], BANK))


def foretold(rows: Responses) -> Floats:
    """P(agreed) of every act in order, of what was read before it, of ten acts at most since."""
    teams = range(len(rows.teams))
    own = [rows.of(rows.team == team) for team in teams]
    whole = [likely(one) for one in own]
    reading, out = Reading(BANK), np.empty(len(rows))
    for team in teams:
        others = [whole[other] for other in teams if other != team]
        common = learned_from(others, [NONE] * len(others), SILENT, BANK)
        said = np.empty(len(own[team]))
        for first in range(0, len(said), STEP):
            read = likely(own[team].of(np.arange(first)))
            weights = believed(read, NONE, common, BANK, among=False).spoken
            next_ones = np.arange(first, min(first + STEP, len(said)))
            for stage in np.unique(own[team].stage[next_ones]):
                share = reading.spread(weights, read.at(0.0), 0, np.eye(len(STAGES))[stage]).mean()
                said[next_ones[own[team].stage[next_ones] == stage]] = share
        out[rows.team == team] = said
    return out


def base(rows: Responses, well: Floats, kind: Ints | None) -> Floats:
    """The share agreed of the other teams, of all acts or of acts of the same kind."""
    out = np.empty(len(rows))
    for team in range(len(rows.teams)):
        mine = rows.team == team
        for one in np.unique(kind[mine]) if kind is not None else (None,):
            alike = np.ones(len(rows), bool) if kind is None or one is None else kind == one
            out[mine & alike] = (well[~mine & alike].sum() + 1.0) / ((~mine & alike).sum() + 2.0)
    return out


def running(rows: Responses, well: Floats) -> Floats:
    """(K + 1)/(N + 2) of the same team so far."""
    out = np.empty(len(rows))
    for team in range(len(rows.teams)):
        mine = np.flatnonzero(rows.team == team)
        before = np.concatenate([[0.0], np.cumsum(well[mine])[:-1]])
        out[mine] = (before + 1.0) / (np.arange(len(mine)) + 2.0)
    return out


def log_loss(p: Floats, well: Floats) -> Floats:
    """Natural log."""
    return np.asarray(-np.log(np.where(well > 0, p, 1.0 - p)))


def main() -> int:
    """Print log losses and their ratios; 1 if the forecast is worse than the base rate of other teams."""
    if not CORPUS.is_file():
        print("  AMI is not beside this clone; say where with SAIDANDDONE_SHARED.")
        return 1
    rows, kinds = ami()
    kind = np.unique(kinds, return_inverse=True)[1]
    well = (rows.level >= 4).astype(float)
    contributions = replace(rows, stage=np.full(len(rows), STAGES.index("contributor")))
    forecast = foretold(contributions)
    said = {
        "base rate of other teams": base(rows, well, None),
        "the same by kind of act": base(rows, well, kind),
        "(K + 1)/(N + 2) of the team so far": running(rows, well),
        "forecast": forecast,
        "forecast, kinds put on four rungs": foretold(rows),
    }
    losses = {name: log_loss(p, well) for name, p in said.items()}
    ours, first = losses["forecast"], losses["base rate of other teams"]
    print(
        f"  agreement with {len(rows):,} acts of {len(rows.teams)} teams in AMI (agreement, not reward): agreed"
        f" {well.mean():.3f}\n  log loss  over base rate   Brier"
    )
    for name, p in said.items():
        loss = float(losses[name].mean())
        print(f"    {loss:.4f}  {loss / first.mean():>14.4f}  {np.mean((p - well) ** 2):.4f}   {name}")
    # Responses of one team are alike: teams, not responses, are what the error is counted in.
    gain = np.array([(first - ours)[rows.team == team].mean() for team in range(len(rows.teams))])
    late = np.concatenate([np.flatnonzero(rows.team == team)[50:] for team in range(len(rows.teams))])
    order = np.array_split(np.argsort(forecast, kind="stable"), 10)
    error = sum(len(part) * abs(forecast[part].mean() - well[part].mean()) for part in order) / len(rows)
    ratio = float(ours.mean() / first.mean())
    print(
        f"  gain a response, mean over teams {gain.mean():+.4f} nats (standard error"
        f" {gain.std() / np.sqrt(len(gain)):.4f}); better in {(gain > 0).sum()} of {len(gain)} teams\n"
        f"  after a team's first fifty acts: over base rate {ours[late].mean() / first[late].mean():.4f};"
        f" calibration error {error:.4f}"
    )
    return 0 if ratio <= 1.0 else 1


if __name__ == "__main__":
    sys.exit(main())
