"""What a trust forecast says: frozen results whose fields carry their range and meaning (MODEL §1, MISSION T1-T11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

__all__ = [
    "Audit", "Consistency", "ForecasterRecord", "Pressure", "Rated", "Record", "Scores", "Seen", "Settle",
    "Situation", "TrustForecast",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Audit:
    """One way to count the same ledger (T3): rate and P(rate at or above the line)."""

    mean: float
    low: float
    high: float
    p_above: float
    kept: int
    settled: int


@dataclass(frozen=True, slots=True)
class Situation:
    """Follow-through in one situation (T6): the rate kept there and its 90 % interval, each 0..1.

    Attributes:
        by: what tells situations apart: ``pressure``, ``form`` or ``notice``. name: which one, in words fit to print.
        occasions: effective occasions behind it, unaged; every one counts once, however many fell due together.
    """

    by: str
    name: str
    occasions: float
    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Seen:
    """Trust as an observer who joined some days ago could have come to it by watching (T15).

    No member stands behind it: it is the same for whoever joined that long ago, and says so of nobody.

    Attributes:
        days: since when they watch. settled, kept: promises whose outcome they could see. of: all there were.
        mean, low, high: their forecast that the next is kept and its 90 % interval, 0..1, bad evidence fading slower
            as in ``perceived``; from the base rate alone where they saw nothing. p_above: P(rate at or above the line).
    """

    days: int
    settled: int
    kept: int
    of: int
    mean: float
    low: float
    high: float
    p_above: float


@dataclass(frozen=True, slots=True)
class Rated:
    """Perceived trust as ratings on one scale tell it, on that scale (T4).

    Attributes:
        scale_low, scale_high: ends of the scale. ratings: how many; raters: distinct known raters (None: not known).
        recent: ratings in the last 90 days. last_us: the newest, µs UTC. volume: effective ratings, aged.
        mean, low, high: expected mean rating and its 90 % interval; cautious: its 5 % bound. All on the raw scale.
        line: the rating it is held against, on the raw scale. p_above: P(mean rating at or above the line), 0..1.
        state: ``none`` | ``uncertain`` | ``above`` | ``below``.
        waiting: ratings that came in since and are counted once others have come too, so that no two figures of two
            days differ by what one or two people said. half_life_days: days in which a rating loses half its weight
            (a stated assumption). evidence: ``source:line`` of the ratings counted; never which says what.
    """

    scale_low: float
    scale_high: float
    ratings: int
    raters: int | None
    recent: int
    last_us: int
    volume: float
    mean: float
    low: float
    high: float
    cautious: float
    line: float
    p_above: float
    state: str
    waiting: int = 0
    half_life_days: float | None = None
    evidence: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Consistency:
    """The same reaction to the same situation (T6).

    Attributes:
        spread: overdispersion of outcomes across occasions: 1 is what chance alone gives, above 1 is more
            all-or-nothing than chance; None with fewer than five occasions.
        late_spread: standard deviation of lateness in days; None with fewer than three closing times.
        trend: change of the kept rate, latest half of the evidence minus the earlier half, −1..1; None when unknown.
        trend_low, trend_high: its 90 % interval.
        situations: follow-through by situation; only sorts of situation with evidence on two sides.
        by_situation: sort of situation -> dispersion across its situations (1 is chance alone); None where unknown.
        by_chance: sort of situation -> share of steady leaders who would show as much by chance, 0..1.
        differs: sorts across which follow-through differs by more than chance: at most one steady leader in twenty
            is said to differ by anything. Only of these may it be said that it depends on the situation.
        notice_known: whether lead times are those at the time of the promise: False where a source does not tell
            of moved due times, so that what is said by notice may rest on dates set later.
    """

    spread: float | None
    late_spread: float | None
    trend: float | None
    trend_low: float | None
    trend_high: float | None
    situations: tuple[Situation, ...] = ()
    by_situation: Mapping[str, float | None] = field(default_factory=dict)
    notice_known: bool = True
    by_chance: Mapping[str, float] = field(default_factory=dict)
    differs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pressure:
    """The same forecast in calm and under pressure (T10), with the difference (under − calm) and its 90 % interval.

    ``calm`` and ``under`` are None where there is no evidence of that kind; the difference needs both.
    """

    calm: float | None
    under: float | None
    difference: float | None
    low: float | None
    high: float | None
    calm_occasions: float
    under_occasions: float


@dataclass(frozen=True, slots=True)
class Settle:
    """What would settle the question "is the rate at or above the line?".

    Attributes:
        verdict: ``settled`` | ``possible`` | ``cannot_at_this_pace`` | ``on_the_line`` | ``no_pace`` (nothing to
            take a pace from yet).
        occasions: how many more occasions at the present rate would settle it; 0 when settled; None otherwise.
        pace_days: days between occasions at the present pace; None when unknown.
        ceiling: the volume this pace can hold up against ageing, in occasions; None when unknown or unbounded.
    """

    verdict: str
    occasions: int | None
    pace_days: float | None
    ceiling: float | None


@dataclass(frozen=True, slots=True)
class TrustForecast:
    """P(the next commitment is kept) for one leader, team or project, and what it rests on.

    Probabilities and shares are 0..1; times microseconds UTC; ``None`` means nothing is known, never zero.

    Attributes:
        state: ``none`` (nothing to go on) | ``uncertain`` | ``kept`` (reliably) | ``broken`` (reliably): T9.
        mean: P(next kept), recalibrated. low, high: 90 % interval of the rate. cautious: its 5 % bound, for ranking.
        p_above: P(rate >= line). line: the line it is held against (.80, the article's).
        volume: aged, effective occasions behind it. occasions: occasions ever; recent: known in the last 90 days.
        last_us: last known verdict. fresh_days: days since it. half_life_days: the panel's, averaged by record.
        counts: statuses and flags by name (see ``evidence.tally.Tallies.counts``).
        undated_share, admitted_share, dropped_share: of all made. renegotiated_share: of those whose source knows
            whether a date was moved; None where none does.
        audits: ``as_renegotiated`` (the forecast's own), ``as_first_promised``, ``done_at_all``.
        perceived: trust as remembered, bad evidence ageing three times slower (an assumption, T8).
        if_kept, if_broken: ``mean`` after one more occasion kept, or broken.
        seen: trust by how long somebody has been watching (T15), the newest observer first.
        rated: what ratings say beside it, one a scale (T4); never mixed into the forecast.
        quantiles: the rate at :data:`saidanddone.forecast.quantiles.QUANTILES`, so that a map can draw it as a cloud;
            empty where nothing is known.
    """

    state: str
    mean: float | None
    low: float | None
    high: float | None
    cautious: float | None
    p_above: float | None
    line: float
    volume: float
    occasions: int
    recent: int
    last_us: int | None
    fresh_days: float | None
    half_life_days: float | None
    counts: Mapping[str, int]
    undated_share: float | None
    renegotiated_share: float | None
    admitted_share: float | None
    dropped_share: float | None
    audits: Mapping[str, Audit]
    perceived: float | None
    consistency: Consistency
    pressure: Pressure
    if_kept: float | None
    if_broken: float | None
    settle: Settle
    seen: tuple[Seen, ...] = ()
    rated: tuple[Rated, ...] = ()
    quantiles: tuple[float, ...] = field(default=(), repr=False)

    def to_dict(self) -> dict[str, Any]:
        """The contract's ``trust`` object (schema diagnosis/1); extra keys are allowed, none is missing."""
        body = asdict(self)
        body["counts"] = dict(self.counts)
        body["audits"] = {name: asdict(audit) for name, audit in self.audits.items()}
        body["quantiles"] = list(self.quantiles)
        body["seen"], steady = list(body["seen"]), body["consistency"]
        body["rated"] = [one | {"evidence": list(one["evidence"])} for one in body["rated"]]
        body["consistency"] = steady | {name: list(steady[name]) for name in ("situations", "differs")}
        body["occasions_to_settle"] = self.settle.occasions
        return body


@dataclass(frozen=True, slots=True)
class Scores:
    """How a series of forecasts did: mean natural log loss, Brier score, expected calibration error, area under ROC.

    Every figure is None where it is undefined (nothing scored; one kind of outcome only for ``auc``).
    ``ece_noise95``: the 95 % quantile of ``ece`` for a forecaster that is exactly right, same forecasts, same n.
    """

    log_loss: float | None
    brier: float | None
    ece: float | None
    auc: float | None
    ece_noise95: float | None = None


@dataclass(frozen=True, slots=True)
class ForecasterRecord:
    """One member of the panel: its own log loss, its weight at the end and on average."""

    name: str
    log_loss: float | None
    weight_final: float
    weight_mean: float


@dataclass(frozen=True, slots=True)
class Record:
    """The product's own record on one ledger (schema backtest/1), walked forward without looking ahead.

    Attributes:
        n: rows used; excluded: rows left out (reasons in ``excluded_why``); scored: forecasts scored.
        sample: None, or in words which seeded sample of subjects the weights came from.
        calibration: rows (mean forecast, share kept, count) of ten equal-mass bins.
        subjects: how many subjects (people, teams or projects) were forecast, one at a time; None when not known.
    """

    n: int
    excluded: int
    excluded_why: Mapping[str, int]
    scored: int
    panel: Scores
    forecasters: tuple[ForecasterRecord, ...]
    baselines: Mapping[str, Scores]
    calibration: tuple[tuple[float, float, int], ...]
    sample: str | None = None
    notes: tuple[str, ...] = field(default_factory=tuple)
    subjects: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """The contract's JSON object."""
        panel = asdict(self.panel)
        return {
            "schema": "backtest/1",
            "n": self.n,
            "excluded": self.excluded,
            "excluded_why": dict(self.excluded_why),
            "scored": self.scored,
            "subjects": self.subjects,
            "panel": {k: panel[k] for k in ("log_loss", "brier", "ece", "ece_noise95", "auc")},
            "forecasters": [asdict(f) for f in self.forecasters],
            "baselines": {
                name: {k: v for k, v in asdict(s).items() if k != "ece_noise95"} for name, s in self.baselines.items()
            },
            "calibration": [list(row) for row in self.calibration],
            "sample": self.sample,
            "notes": list(self.notes),
        }
