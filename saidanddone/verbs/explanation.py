"""What a released figure rests on: the rule that spoke for each row, the weights it was mixed with, and its rows."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from saidanddone.diagnosis.finding import ActMark
from saidanddone.evidence.commitment import Commitment
from saidanddone.evidence.outcome import Settled, settle
from saidanddone.evidence.problem import Problem
from saidanddone.evidence.response import LEVELS
from saidanddone.forecast.safety.result import SafetyForecast
from saidanddone.forecast.trust.result import ForecasterRecord, TrustForecast
from saidanddone.privacy.door import AUDIENCES
from saidanddone.report.words import count_of, plain
from saidanddone.sources.rules import RULES_OF

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["RULES", "Explanation", "Row", "Told", "rows_behind", "rule", "sources_behind"]

RULES: Final = {
    "later": "made after the day asked about: left out",
    "undated": "no due time: counted and shown, never a verdict (rule 1)",
    "withdrawn": "withdrawn: no verdict (rule 3)",
    "stated": "the source states the outcome, which wins over dates (rule 3)",
    "delivered": "delivered at a time nobody wrote down: kept (rule 3)",
    "closed_in_time": "closed by its due time: kept (rule 3)",
    "closed_late": "closed after its due time: not kept, however late it came (rule 3)",
    "open_after": "still open after its due time: not kept (rule 3)",
    "not_due": "not due yet: no verdict (rule 3)",
    "unknown": "no outcome stated, in a source that states outcomes: no verdict (rule 3)",
    "not_known": "its verdict counts only from a later day (rule 4)",
    "known_early": "its verdict was known before it was made: left out (rule 4)",
}
"""Which rule of ``evidence.outcome`` spoke for a row, in words."""

_ROWS_PRINTED: Final = 40
_SOURCES_NAMED: Final = 5
_OF_DUE_TIMES: Final = ("ledger", "jira", "github")
"""Formats that tell of due times."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_WORDS_AT: Final = 28
"""Column at which the words beside a figure begin."""

_FIGURES: Final = (
    ("mean", "P(the next commitment is kept)"),
    ("low", "lower end of the 90% interval of the rate"),
    ("high", "upper end of it"),
    ("cautious", "its 5% bound, the cautious end"),
    ("p_above", "P(the rate is at or above the line)"),
    ("line", "the line"),
    ("volume", "occasions behind it, aged"),
    ("occasions", "occasions ever"),
    ("recent", "occasions in the last 90 days"),
    ("half_life_days", "days in which evidence loses half its weight, as the record taught"),
    ("perceived", "as people may remember it, bad evidence fading three times slower (an assumption)"),
)

STATES: Final = {
    "unanswered": "nobody answered, and a leader was there (level 2, once most answers beside it are settled)",
    "unsettled": "answered, perhaps, or open still, and nobody has said how: no level yet",
    "unseen": "no answer known, nor whether a leader was there: counts for nothing",
}
"""What became of an act that nobody's answer with a level stands for, in words."""

_FOLLOWED: Final = {
    "changed": "something changed",
    "declined_with_reason": "declined with a reason",
    "nothing": "nothing followed",
    "unknown": "what followed is not known",
}

_SAFETY_FIGURES: Final = (
    ("line", "the line that Voice is held against; ours"),
    ("p_above", "P(Voice is at or above the line)"),
    ("acts", "acts with a known level, each once"),
    ("made", "acts seen"),
    ("volume", "of them effective: aged, those of one meeting sharing their fate"),
    ("occasions", "meetings and threads behind them"),
    ("if_met_well", "Spoken after one more act validated"),
    ("if_met_badly", "Spoken after one more act punished"),
)

TOGETHER: Final = "Too few people spoke up for their acts to be told one by one."


@dataclass(frozen=True, slots=True)
class Row:
    """One commitment behind a figure: where it stands, what became of it, and by which rule. Never what it said.

    Times in microseconds UTC. ``y``: 1 kept, 0 not, None without a verdict. ``counts``: whether the forecast used it.
    ``moved``: its due time was moved once in good time, and it was held against the new one (rule 2).
    ``renegotiated``: whether its due time was moved at all; None where its source cannot know.
    """

    source: str
    line: int
    made_us: int
    deadline_us: int | None
    closed_us: int | None
    known_us: int | None
    status: str
    y: int | None
    counts: bool
    moved: bool
    rule: str
    renegotiated: bool | None


@dataclass(frozen=True, slots=True)
class Told:
    """A source behind a figure: its format, whether it knows of moved due times, and the rules it was read by.

    Attributes:
        format: ``ledger``, ``jira``, ``github``, ``ratings``; empty where it was not kept. history: whether it tells of
            every change of a due time; None where it tells of none or nobody kept that.
        rules: what each is about, and the rule.
    """

    source: str
    format: str
    history: bool | None
    rules: tuple[tuple[str, str], ...] = field(repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as for JSON."""
        rules = [{"rule": name, "said": said} for name, said in self.rules]
        return {"source": self.source, "format": self.format, "history": self.history, "rules": rules}


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything behind one released figure.

    Attributes:
        trust: the figure. forecasters: the panel's members with the weights it was mixed with.
        sample: None, or in words which sample those weights came from. rows: newest last. problems: as read.
        sources: where the rows stood, and by which rules they were read. roster: how a roster was laid over them; empty
            without one.
        safety: the other figure; None without one. acts: the newest acts behind it, newest last, never whose and no
            word of them; empty where so few people spoke up that they are told together only.
    """

    id: str
    kind: str
    label: str
    audience: str
    trust: TrustForecast
    forecasters: tuple[ForecasterRecord, ...]
    sample: str | None
    rows: tuple[Row, ...] = field(repr=False)
    problems: tuple[Problem, ...] = ()
    sources: tuple[Told, ...] = ()
    roster: tuple[tuple[str, str], ...] = ()
    safety: SafetyForecast | None = None
    acts: tuple[ActMark, ...] = field(default=(), repr=False)

    def _sort(self) -> str:
        """The kind in words: nobody whom only a policy lists is called a leader."""
        listed = self.audience in (AUDIENCES["consent"], AUDIENCES["public"])
        return "person" if self.kind == "self" or (self.kind == "leader" and listed) else self.kind

    def rules(self) -> Mapping[str, int]:
        """Rule -> rows it spoke for, the most frequent first."""
        return dict(Counter(row.rule for row in self.rows).most_common())

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as for JSON."""
        return {
            "schema": "explain/1",
            "id": self.id,
            "kind": self.kind,
            "label": self.label,
            "trust": self.trust.to_dict(),
            "forecasters": [asdict(member) for member in self.forecasters],
            "sample": self.sample,
            "rules": [{"rule": name, "said": RULES[name], "rows": n} for name, n in self.rules().items()],
            "rows": [asdict(row) for row in self.rows],
            "safety": None if self.safety is None else self.safety.to_dict(),
            "acts": [asdict(act) for act in self.acts],
            "sources": [one.to_dict() for one in self.sources],
            "roster": [{"rule": name, "said": said} for name, said in self.roster],
            "problems": [problem.to_dict() for problem in self.problems],
        }

    def to_arrow(self) -> pa.Table:
        """One row a commitment, with the columns of :class:`Row`."""
        import pyarrow as pa

        whole = dict.fromkeys(("line", "made_us", "deadline_us", "closed_us", "known_us", "y"), pa.int64())
        flags = dict.fromkeys(("counts", "moved", "renegotiated"), pa.bool_())
        names = list(Row.__slots__)
        schema = pa.schema([(name, whole.get(name) or flags.get(name) or pa.string()) for name in names])
        return pa.Table.from_pylist([asdict(row) for row in self.rows], schema=schema)

    def text(self, *, width: int = 80, most: int = _ROWS_PRINTED) -> str:
        """As text for a terminal; of the rows the newest ``most``."""
        counted = sum(row.counts for row in self.rows)
        lines = [f"{plain(self.label)} ({self._sort()})", f"For {self.audience}.", "", "The figure"]
        for name, said in _FIGURES:
            value = getattr(self.trust, name)
            lines.append(f"  {name:15}{'-' if value is None else f'{value:.4g}':>9}  {said}")
        lines += ["", f"The rules that spoke, over {count_of(len(self.rows), 'row')}, {counted:,} of them counted"]
        lines += [f"  {n:>7,}  {RULES[name]}" for name, n in self.rules().items()]
        lines += ["", "The forecasters it was mixed from, by weight at the end"]
        members = sorted(self.forecasters, key=lambda member: -member.weight_final)
        lines += [f"  {member.weight_final:7.1%}  {member.name}" for member in members]
        lines += [self.sample] if self.sample else []
        lines += [
            "",
            "The rows, newest first" if len(self.rows) <= most else f"The newest {most} rows of {len(self.rows):,}",
        ]
        for row in self.rows[-1 : -most - 1 : -1]:
            lines += _row_text(row)
        if len(self.rows) > most:
            lines.append("  --json FILE lists them all.")
        lines += _safety_text(self.safety, self.acts, most) if self.safety is not None else []
        lines += _sources_text(self.sources)
        lines += (
            ["", "How the roster was laid over them", *(f"  {said}" for _, said in self.roster)] if self.roster else []
        )
        return "\n".join(part for line in lines for part in _wrapped(line, width)) + "\n"


def rule(commitment: Commitment, settled: Settled, on_us: int) -> str:
    """Which of :data:`RULES` spoke for a commitment on a day."""
    if commitment.made_us > on_us:
        return "later"
    if commitment.outcome == "withdrawn":
        return "withdrawn"
    if settled.deadline_us is None:
        return "undated"
    if settled.y is None:
        return "unknown" if commitment.outcome == "unknown" else "not_due"
    if settled.known_us is not None and settled.known_us <= commitment.made_us:
        return "known_early"
    if settled.known_us is not None and settled.known_us >= on_us:
        return "not_due" if settled.known_us == settled.deadline_us else "not_known"
    if commitment.outcome in ("kept", "broken", "admitted", "dropped", "overdue"):
        return "stated"
    if commitment.closed_us is not None:
        return "closed_in_time" if settled.y else "closed_late"
    return "delivered" if commitment.outcome == "delivered" else "open_after"


def rows_behind(commitments: Iterable[Commitment], on_us: int, *, knowing: Collection[str] = ()) -> tuple[Row, ...]:
    """Every commitment of a unit with what became of it by ``on_us``, in the order they were made.

    ``knowing``: sources that tell of every move of a due time, so that what they tell no move of was not moved.
    """
    found = []
    for one in sorted(commitments, key=lambda c: (c.made_us, c.source, c.line)):
        told = settle(one, on_us)
        said = rule(one, told, on_us)
        counts = said in ("stated", "delivered", "closed_in_time", "closed_late", "open_after")
        moved = told.deadline_us is not None and told.deadline_us != told.first_due_us
        renegotiated = False if told.renegotiated is None and one.source in knowing else told.renegotiated
        found.append(
            Row(
                one.source, one.line, one.made_us, told.deadline_us, one.closed_us, told.known_us, told.status,
                told.y if counts else None, counts, moved, said, renegotiated,
            )
        )  # fmt: skip
    return tuple(found)


def sources_behind(
    sources: Collection[str], origins: Iterable[Mapping[str, Any]], *, rated: bool = False
) -> tuple[Told, ...]:
    """The sources of a figure by name, each with the rules of its format.

    Args:
        sources: where its rows stand. origins: as the rows of ``evidence.origin``. rated: whether ratings belong to it.
    """
    known = {one["source"]: one for one in origins}
    names = {*sources, *(name for name, one in known.items() if rated and one["format"] == "ratings")}
    found = []
    for name in sorted(names):
        one = known.get(name, {})
        format_ = one.get("format") or ""
        found.append(Told(name, format_, one.get("history"), RULES_OF.get(format_, ())))
    return tuple(found)


def _sources_text(sources: Sequence[Told]) -> list[str]:
    """How each kind of source was read; sources of one kind are told together."""
    lines = []
    for format_ in dict.fromkeys(one.format for one in sources):
        alike = [one for one in sources if one.format == format_]
        names = [plain(one.source) for one in alike[:_SOURCES_NAMED]]
        rest = len(alike) - len(names)
        named = ", ".join(names) + (f" and {rest:,} more" if rest else "")
        lines += ["", f"How {named} {'was' if len(alike) == 1 else 'were'} read{f': as {format_}' if format_ else ''}"]
        lines += [f"  {_history({one.history for one in alike})}"] if format_ in _OF_DUE_TIMES else []
        lines += [f"  {said}" for _, said in alike[0].rules] or ["  By which rules was not kept with the evidence."]
    return lines


def _history(known: set[bool | None]) -> str:
    if known == {True}:
        return "It is known which due times were moved."
    return "It is not known of every due time whether it was moved."


def _row_text(row: Row) -> list[str]:
    verdict = {1: "kept", 0: "not kept", None: "no verdict"}[row.y]
    moved = "; its due time moved once, in good time (rule 2)" if row.moved else ""
    moved = "; renegotiation unknown" if row.renegotiated is None and row.deadline_us is not None else moved
    known = f"known {_day(row.known_us)}; " if row.counts else ""
    dates = f"made {_day(row.made_us)}, due {_day(row.deadline_us)}"
    return [
        f"  {plain(row.source)}:{row.line}  {dates}: {row.status}, {verdict}",
        f"      {known}{RULES[row.rule]}{moved}",
    ]


def _safety_text(safety: SafetyForecast, acts: Sequence[ActMark], most: int) -> list[str]:
    """The other figure, how answers fell, and the acts it rests on."""
    lines = ["", "The other figure: whether people can speak up"]
    for name, told, said in (
        ("spoken", safety.spoken, "P(next act made is met well), and its interval"),
        ("voice", safety.voice, "the same for any act, made or swallowed"),
    ):
        figures = "-" if told is None else f"{told.mean:.3f} ({told.low:.2f}-{told.high:.2f})"
        lines.append(f"  {name:8}{figures:>17}  {said}")
    for name, said in _SAFETY_FIGURES:
        value = getattr(safety, name)
        lines.append(f"  {name:15}{'-' if value is None else f'{value:.4g}':>9}  {said}")
    whose = "leaders' answers alone" if safety.leaders_only else "everybody's answers"
    lines += ["", f"How they were met, by {whose}"]
    lines += [f"  {safety.levels.get(level, 0):>7,}  {level} {said}" for level, said in LEVELS.items()]
    lines += [f"  {n:>7,}  {STATES[name]}" for name in STATES if (n := getattr(safety, name))]
    if not acts:
        return [*lines, f"  {TOGETHER}"] if safety.made else lines
    lines += ["", "The acts, newest first" if len(acts) <= most else f"The newest {most} acts of {len(acts):,}"]
    for act in acts[-1 : -most - 1 : -1]:
        lines += _act_text(act)
    return lines


def _act_text(act: ActMark) -> list[str]:
    how = STATES.get(act.state, "")
    if act.level is not None and act.state == "met":
        by = {"leader": " by a leader", "peer": " by a colleague"}.get(act.role or "", "")
        how = f"{act.level} {LEVELS[act.level]}{by}; {_FOLLOWED[act.followed]}"
    kind = (
        f"{act.kind.replace('_', ' ')} ({act.stage})"
        if act.kind
        else "an act; its kind, and how it was met, would tell of few"
    )
    where = f", in {_CHANNEL[act.channel]}" if act.channel in _CHANNEL else ""
    row = f"{plain(act.source)}:{act.line}" if act.source else "row not told"
    return [f"  {row}  {_day(act.at_us)}: {kind}{where}", *([f"      {how}"] if how else [])]


_CHANNEL: Final = {"meeting": "a meeting", "writing": "writing", "table": "a table"}


def _day(time_us: int | None) -> str:
    return "never" if time_us is None else (_EPOCH + timedelta(microseconds=time_us)).date().isoformat()


def _wrapped(line: str, width: int) -> list[str]:
    """The line within the width; a figure's words hang under its words, everything else under its beginning."""
    if len(line) <= width:
        return [line]
    hang = (
        _WORDS_AT
        if line.startswith("  ") and line[_WORDS_AT - 2 : _WORDS_AT] == "  "
        else len(line) - len(line.lstrip())
    )
    return textwrap.wrap(line, width, subsequent_indent=" " * hang)
