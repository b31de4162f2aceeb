"""Slow punishment: whether those who spoke up were included less afterwards than comparable colleagues (S4, MODEL §5).

Inclusion is how many invitations, replies, mentions and turns somebody had in a week, each in standard deviations of
that person's own weeks, averaged over those known. For every act on the rungs contributor and challenger, the fourth to
the eighth week after it is held against the fourth to the eighth before it. From that is taken the same change of the
colleagues on the team, in the same weeks, who made no such act from eight weeks before to eight after: what happened to
everybody is no drift.

People speak when they are listened to, and after a good week comes an ordinary one. So the three weeks on either side
stay out, and what a person's inclusion in the week of the act and the three before it would foretell of the change,
learned from all weeks of everybody, is taken off.

Whether it is chance is asked by giving each person's acts to somebody else on the team, whole: series and timing keep
all their dependence on time. The interval holds every effect that this test does not reject at 10 %. No person appears
in the result, and below the minimum nothing is said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from saidanddone.diagnosis.roles import led_at
from saidanddone.diagnosis.speaking import Drift
from saidanddone.evidence.inclusion import COUNTS
from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.pseudonym import normalise
from saidanddone.evidence.tally import Floats, Ints

__all__ = ["FAR", "FEWEST_ACTS", "FEWEST_RESPONDERS", "FEWEST_SPEAKERS", "NEAR", "ORDERS", "STAGES", "drift"]

STAGES: Final = ("contributor", "challenger")
"""Rungs an act must stand on to be one that somebody might be punished for."""

NEAR: Final = 4
FAR: Final = 8
"""The change is from weeks −8 … −4 to weeks +4 … +8 around the week of the act."""

FEWEST_ACTS: Final = 8
FEWEST_SPEAKERS: Final = 5
FEWEST_RESPONDERS: Final = 2
ORDERS: Final = 999
"""How many times the acts are given to others."""

_WEEK_US = 7 * DAY_US
_MONDAY_US = 4 * DAY_US  # 1970-01-05, the first Monday
_FEWEST_WEEKS = 3  # known of the five on each side
_FEWEST_KNOWN = 12  # weeks of a count below which a person's own spread is not known
_LEAST_CONTRAST = 0.5  # of an effect that must be left when earlier acts of the same people fall into the weeks before

Masks = NDArray[np.bool_]


@dataclass(frozen=True)
class _Team:
    """One team's weeks: p people, and the u weeks in which somebody spoke.

    Attributes:
        change: (p, u) how each person's inclusion changed around each week; NaN where too few weeks are known.
        effect: (p, u) the same if every act had changed the weeks after it by one.
        quiet: (p, u) whether they made no act around it. person, week: (a,) the acts as codes into both.
    """

    change: Floats = field(repr=False)
    effect: Floats = field(repr=False)
    quiet: Masks = field(repr=False)
    person: Ints = field(repr=False)
    week: Ints = field(repr=False)
    responders: tuple[frozenset[str], ...] = field(repr=False)

    def summed(self, whose: Ints) -> tuple[Floats, Masks]:
        """Acts minus colleagues when the acts of person i are given to ``whose[i]``: sums, and which acts have both.

        Args:
            whose: (b, p) permutations of the team. Returns (b, 2) sums of change and effect, and (b, a).
        """
        change = self.change[whose]  # (b, p, u)
        beside = self.quiet[None] & np.isfinite(change)
        count = beside.sum(axis=1)
        told = np.isfinite(change[:, self.person, self.week]) & (count[:, self.week] > 0)
        sums = []
        for values in (change, self.effect[whose]):
            colleagues = np.where(beside, values, 0.0).sum(axis=1) / np.maximum(count, 1)
            apart = values[:, self.person, self.week] - colleagues[:, self.week]
            sums.append(np.where(told, apart, 0.0).sum(axis=1))
        return np.stack(sums, axis=1), told


def drift(met: pa.Table, inclusion: pa.Table, on_us: int, *, seed: int, people: pa.Table | None = None) -> Drift:
    """How the inclusion of those who spoke up changed, beside their colleagues'.

    Args:
        met: rows of ``diagnosis.met.SCHEMA``, of one team or of several; colleagues are always of one's own team.
        inclusion: of ``evidence.inclusion.SCHEMA``. on_us: the moment asked about, µs UTC; weeks not over by then do
            not count. seed: of the permutations; the same seed gives the same answer.
        people: of ``evidence.people.SCHEMA``; whoever led is left out, acts and weeks: nobody on the team is
            comparable with them. None: nobody is.
    """
    met = met.filter(pc.and_(pc.is_in(met["stage"], pa.array(STAGES)), pc.is_valid(met["person"])))
    named = {normalise(name) for name in pc.unique(met["team"]).to_pylist() if name is not None}
    inclusion = _of_teams(inclusion, named, on_us)
    if people is not None:
        met, inclusion = _members(met, "at_us", people), _members(inclusion, "week_us", people)
    teams = _teams(met, inclusion, on_us)
    told = [(team, team.summed(np.arange(len(team.change))[None])[1][0]) for team in teams]
    acts = sum(int(kept.sum()) for _, kept in told)
    speakers = sum(len(set(team.person[kept].tolist())) for team, kept in told)
    responders = len(frozenset[str]().union(*(team.responders[a] for team, kept in told for a in np.flatnonzero(kept))))
    below = Drift("none", acts, speakers, responders)
    if acts < FEWEST_ACTS or speakers < FEWEST_SPEAKERS or responders < FEWEST_RESPONDERS:
        return below
    rng = np.random.default_rng(seed)
    change, contrast = _given_to_others(teams, rng)
    if contrast[0] < _LEAST_CONTRAST:
        return below
    estimate = float(change[0] / contrast[0])

    def p_of(effect: float) -> float:
        left = np.abs(change - effect * contrast)
        return float((left >= left[0] - 1e-12).mean())

    p = p_of(0.0)
    low, high = _end(p_of, estimate, -1.0), _end(p_of, estimate, 1.0)
    if low is None or high is None:
        return below
    sure = p < 0.05 and (high < 0.0 or low > 0.0)
    state = "no_sign" if not sure else "less" if estimate < 0.0 else "more"
    return Drift(state, acts, speakers, responders, change=estimate, low=low, high=high, p=p)


def _given_to_others(teams: list[_Team], rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Mean change and mean effect of all acts, as they are and then given to others: (1 + ORDERS,) each."""
    sums, count = np.zeros((1 + ORDERS, 2)), np.zeros(1 + ORDERS)
    for team in teams:
        n = len(team.change)
        whose = np.vstack([np.arange(n), rng.permuted(np.tile(np.arange(n), (ORDERS, 1)), axis=1)])
        for some in np.array_split(np.arange(1 + ORDERS), max(1, whose.size * team.change.shape[1] // 2_000_000)):
            added, told = team.summed(whose[some])
            sums[some] += added
            count[some] += told.sum(axis=1)
    means = sums / np.maximum(count, 1.0)[:, None]
    return means[:, 0], means[:, 1]


def _end(p_of: Callable[[float], float], inside: float, direction: float) -> float | None:
    """Where, going this way, effects begin to be rejected at 10 %; None if they never are within twenty deviations."""
    step = 0.05
    while p_of(inside + direction * step) > 0.10:
        step *= 1.5
        if step > 20.0:
            return None
    kept, gone = 0.0 if step == 0.05 else step / 1.5, step
    for _ in range(30):
        middle = (kept + gone) / 2.0
        kept, gone = (middle, gone) if p_of(inside + direction * middle) > 0.10 else (kept, middle)
    return inside + direction * gone


def _members(table: pa.Table, moment: str, people: pa.Table) -> pa.Table:
    """The rows of those who did not lead at that moment."""
    if table.num_rows == 0:
        return table
    return table.filter(
        pa.array(~led_at(people, table.column("person"), table.column(moment).to_numpy(), table["team"]))
    )


def _of_teams(inclusion: pa.Table, named: set[str], on_us: int) -> pa.Table:
    """Weeks over by then, of these teams or of none that is named."""
    theirs = [
        name for name in pc.unique(inclusion["team"]).to_pylist() if name is not None and normalise(name) in named
    ]
    over = pc.less_equal(inclusion["week_us"], on_us - _WEEK_US)
    mine = pc.or_(pc.is_in(inclusion["team"], pa.array(theirs, pa.string())), pc.is_null(inclusion["team"]))
    return inclusion.filter(pc.and_(over, mine))


def _teams(met: pa.Table, inclusion: pa.Table, on_us: int) -> list[_Team]:
    acts = [row for row in met.select(("team", "person", "at_us", "responder")).to_pylist() if row["at_us"] <= on_us]
    named = {normalise(row["team"]) for row in acts if row["team"] is not None}
    only = next(iter(named)) if len(named) == 1 else ""
    weeks: dict[str, dict[tuple[str, int], list[float]]] = {}
    for row in inclusion.select(("team", "person", "week_us", *COUNTS)).to_pylist():
        team = only if row["team"] is None else normalise(row["team"])
        counts = weeks.setdefault(team, {}).setdefault((row["person"], _week(row["week_us"])), [np.nan] * len(COUNTS))
        for c, name in enumerate(COUNTS):
            if row[name] is not None:  # two sources of one count saw two places
                counts[c] = row[name] if np.isnan(counts[c]) else counts[c] + row[name]
    spoken: dict[str, list[Mapping[str, Any]]] = {}
    for row in acts:
        spoken.setdefault(only if row["team"] is None else normalise(row["team"]), []).append(row)
    panels = [(_panel(weeks[team]), spoken[team]) for team in sorted(weeks.keys() & spoken.keys())]
    around = [(people, *_around(series), first, series, rows) for (people, first, series), rows in panels if people]
    slopes = _slopes([(change, lead) for _, change, lead, *_ in around])
    teams = []
    for people, change, lead, first, series, rows in around:
        found = _team(people, change - lead @ slopes, first, series, rows, slopes)
        if found is not None:
            teams.append(found)
    return teams


def _week(at_us: int) -> int:
    return (at_us - _MONDAY_US) // _WEEK_US


def _panel(counts: Mapping[tuple[str, int], list[float]]) -> tuple[list[str], int, Floats]:
    """People, the first week, and their inclusion (p, w) in their own standard deviations; NaN where not known."""
    people = sorted({person for person, _ in counts})
    first = min(week for _, week in counts)
    length = 1 + max(week for _, week in counts) - first
    values = np.full((len(people), length, len(COUNTS)), np.nan)
    at = {person: i for i, person in enumerate(people)}
    for (person, week), row in counts.items():
        values[at[person], week - first] = row
    known = np.isfinite(values)
    n = known.sum(axis=1, keepdims=True)
    mean = np.where(known, values, 0.0).sum(axis=1, keepdims=True) / np.maximum(n, 1)
    spread = np.sqrt((np.where(known, values - mean, 0.0) ** 2).sum(axis=1, keepdims=True) / np.maximum(n - 1, 1))
    usable = known & (n >= _FEWEST_KNOWN) & (spread > 0.0)
    z = np.where(usable, (values - mean) / np.where(spread > 0.0, spread, 1.0), 0.0)
    among = usable.sum(axis=2)
    series = np.where(among > 0, z.sum(axis=2) / np.maximum(among, 1), np.nan)
    kept = among.max(axis=1) > 0
    return [person for person, some in zip(people, kept, strict=True) if some], first, series[kept]


def _mean_of(series: Floats, start: int, end: int) -> tuple[Floats, Ints]:
    """Mean of weeks w + start … w + end for every week w, over those known, and how many are: (p, w) each."""
    width = series.shape[1]
    padded = np.pad(series, ((0, 0), (FAR, FAR)), constant_values=np.nan)
    window = np.stack([padded[:, FAR + lag : FAR + lag + width] for lag in range(start, end + 1)])
    known = np.isfinite(window)
    count = known.sum(axis=0)
    return np.where(known, window, 0.0).sum(axis=0) / np.maximum(count, 1), count


def _around(series: Floats) -> tuple[Floats, Floats]:
    """Change around every week (p, w), and what stood before it (p, w, 2): that week, and the three before."""
    after, n_after = _mean_of(series, NEAR, FAR)
    before, n_before = _mean_of(series, -FAR, -NEAR)
    enough = np.minimum(n_after, n_before) >= _FEWEST_WEEKS
    lead = np.stack([_mean_of(series, 0, 0)[0], _mean_of(series, -NEAR + 1, -1)[0]], axis=2)
    return np.where(enough, after - before, np.nan), lead


def _slopes(teams: list[tuple[Floats, Floats]]) -> Floats:
    """What the weeks before foretell of the change, within team and week, over all weeks of everybody: (2,)."""
    square, product = 1e-9 * np.eye(2), np.zeros(2)
    for change, lead in teams:
        known = np.isfinite(change)
        n = np.maximum(known.sum(axis=0), 1)
        y = np.where(known, change, 0.0)
        y = np.where(known, y - y.sum(axis=0) / n, 0.0)
        x = np.where(known[..., None], lead, 0.0)
        x = np.where(known[..., None], x - x.sum(axis=0) / n[:, None], 0.0)
        square = square + np.einsum("pwi,pwj->ij", x, x)
        product = product + np.einsum("pwi,pw->i", x, y)
    return np.asarray(np.linalg.solve(square, product), dtype=np.float64)


def _team(
    people: list[str], change: Floats, first: int, series: Floats, rows: list[Mapping[str, Any]], slopes: Floats
) -> _Team | None:
    """One team's changes in the weeks in which somebody spoke; None where nobody did whose weeks are known."""
    at = {person: i for i, person in enumerate(people)}
    who_answered: dict[tuple[int, int], set[str]] = {}
    for row in rows:
        person, week = at.get(row["person"]), _week(row["at_us"]) - first
        if person is not None and 0 <= week < series.shape[1]:
            heard = who_answered.setdefault((person, week), set())
            if row["responder"] is not None:
                heard.add(row["responder"])
    if not who_answered:
        return None
    places = sorted(who_answered)
    spoke = np.zeros(series.shape, dtype=bool)
    spoke[tuple(np.array(places).T)] = True
    lasting = np.where(_reached(spoke, 1, FAR), 1.0, 0.0)  # as if every act lowered or raised the eight weeks after it
    effect, lead = _around(np.where(np.isfinite(series), lasting, np.nan))
    quiet = ~_reached(spoke, -FAR, FAR)
    weeks = np.array(sorted({week for _, week in places}))
    return _Team(
        change=change[:, weeks],
        effect=np.nan_to_num((effect - lead @ slopes)[:, weeks]),
        quiet=quiet[:, weeks],
        person=np.array([person for person, _ in places], dtype=np.int64),
        week=np.searchsorted(weeks, [week for _, week in places]).astype(np.int64),
        responders=tuple(frozenset(who_answered[place]) for place in places),
    )


def _reached(spoke: Masks, start: int, end: int) -> Masks:
    """Whether an act of theirs lies so that week w is ``start`` … ``end`` weeks after it: (p, w)."""
    width = spoke.shape[1]
    padded = np.pad(spoke, ((0, 0), (FAR, FAR)))
    return np.asarray(
        np.any([padded[:, FAR - lag : FAR - lag + width] for lag in range(start, end + 1)], axis=0), dtype=np.bool_
    )
