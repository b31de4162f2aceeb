"""One act, one row: every act of vulnerability with the one response that counts for it (MODEL §2, MISSION S3).

The rules, in order:

1. *The same act told by several sources* (one id, within 48 hours, by nobody else) is one row: as observed, else as its
   own person told it, else as a witness did. What the better witness leaves open the others fill in.
2. *A response is to the act of its own source*; where that has none of this id, to the last one before it of another.
   Nobody answers themself. What came before the act or more than 48 hours after it is no answer to it; without a time
   it is. A leader's counts before a peer's, a peer's before one of an unknown role, then the earliest.
3. *Who leads* is what the response says, else what the roster says of that team and moment; of whom it does not list
   nobody knows.
4. *No answer* is level 2 only if a leader other than the speaker was in the meeting or thread it happened in. That
   nothing is said of an answer counts as no answer only in a source that tells of answers by listing responses: a list
   of acts alone is silent about them, and one that says of some whether they were answered leaves the others open. In
   writing, an act is open for 48 hours. Where answers are known whose level nobody has settled, silences would be the
   only levels there are; so they have one once half of the answers to that team's acts in such sources have. Where
   a response is to an act that nobody knows, any act it could have been to was perhaps answered: none of them is
   silent. Nor is an act whose answer could not be read.
5. *The team* is the source's, else the one its person was on that day, else that of the meeting or thread.

A leader's own acts are rows as well, and so are those known from witnesses alone. What a pulse tells of happened at no
meeting and in no thread that anybody could name: it has a channel of its own, and a round of one team is its cluster.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa

from saidanddone.diagnosis.membership import Membership
from saidanddone.diagnosis.occasion import ANSWER_US, Occasion, Occasions
from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.response import UNREAD
from saidanddone.survey.episodes import PULSE

__all__ = ["SCHEMA", "answer_in_time", "known_acts", "met"]

SCHEMA = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("team", pa.string()),
        pa.field("person", pa.string()),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("stage", pa.string(), nullable=False),
        pa.field("at_us", pa.int64(), nullable=False),
        pa.field("began_us", pa.int64()),
        pa.field("public", pa.bool_()),
        pa.field("uncaught", pa.bool_()),
        pa.field("reporter", pa.string(), nullable=False),
        pa.field("state", pa.string(), nullable=False),
        pa.field("level", pa.int8()),
        pa.field("responder", pa.string()),
        pa.field("role", pa.string()),
        pa.field("followed", pa.string(), nullable=False),
        pa.field("met_us", pa.int64()),
        pa.field("cluster", pa.string(), nullable=False),
        pa.field("channel", pa.string(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("line", pa.int32(), nullable=False),
        pa.field("response_source", pa.string()),
        pa.field("response_line", pa.int32()),
    ]
)
"""One row an act, those up to the day asked about. Times in microseconds UTC.

``state``: ``met`` (a response with a level: ``level``, ``responder``, ``role`` and more are its) | ``unanswered``
(nobody answered and a leader was there: ``level`` is 2, or null while most answers beside it are unsettled; responder
and role null) | ``unsettled`` (answered, but nobody has said how; or
perhaps, by a response to no act that is known; or still open: no level) | ``unseen`` (no answer
known, and nobody knows whether a leader was there: no level). ``cluster``: one value a meeting or thread of one team
(else the team's UTC day). ``channel``: ``meeting``, ``writing``, ``table`` or ``pulse``. ``followed``: as in
``evidence.response``, ``unknown`` without a response.
"""

_WORD: Final = {"observed": 0, "own": 1, "witnessed": 2}
_ROLE: Final = {"leader": 0, "peer": 1, None: 2}
_QUARTER_US: Final = 15 * 60 * 1_000_000
_FILLED: Final = ("person", "team", "began_us", "public", "uncaught", "exposure_ref")
_READ: Final = (
    "id", "person", "team", "at_us", "began_us", "kind", "stage", "public", "uncaught", "answered", "reporter",
    "exposure_ref", "source", "line",
)  # fmt: skip
_GIVEN: Final = ("id", "kind", "stage", "at_us", "began_us", "public", "uncaught", "reporter", "source", "line")

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Answer:
    rank: tuple[int, float, int, int]
    level: int
    responder: str | None
    role: str | None
    followed: str
    at_us: int | None
    source: str
    line: int


def met(acts: pa.Table, responses: pa.Table, encounters: pa.Table, people: pa.Table, on_us: int) -> pa.Table:
    """Every act up to a moment with the response that counts for it, by the rules of the module.

    Args:
        acts, responses, encounters, people: of the schemas in ``evidence``. on_us: µs UTC; nothing later is looked at.

    Returns:
        A table of :data:`SCHEMA`, acts in the order given.
    """
    membership = Membership(people)
    occasions = Occasions(encounters, membership, on_us)
    known = known_acts(acts.column("id").to_pylist(), responses.column("act_id").to_pylist())
    rows = [row for row in _rows(acts, _READ) if row["at_us"] <= on_us]
    stating = {row["source"] for row in rows if row["answered"] is not None}
    standing = _told_once(rows)
    answers, responding, adrift = _answers(rows, standing, responses, known, membership, on_us)
    unread = {place for place, answer in answers.items() if answer.level == UNREAD}
    mixed = stating | {rows[place]["source"] for place in unread}
    silent = responding - stating - adrift
    leaders: dict[tuple[int, str | None], frozenset[str]] = {}
    settled: dict[str | None, list[int]] = {}
    quiet: list[tuple[int, str | None]] = []
    out: dict[str, list[Any]] = {name: [] for name in SCHEMA.names}
    for place, row in enumerate(rows):
        if standing[place] != place:
            continue
        at_us, person = row["at_us"], row["person"]
        team = membership.spelt(row["team"])
        if team is None and person is not None:
            team = membership.team_of(person, at_us)
        polled = (row["exposure_ref"] or "").startswith(PULSE)
        where = None if polled else occasions.of(row["source"], team, person, at_us, row["exposure_ref"])
        team = team if team is not None or where is None else where.team
        answer = None if place in unread else answers.get(place)
        if answer is not None:
            state = "met"
        elif place in unread:
            state = "unsettled"
        else:
            there = where is not None and bool(_leading(where, team, membership, leaders) - {person})
            told = row["answered"] is False or row["source"] in silent
            state = _unanswered(row, where, there and told, on_us)
            if state == "unseen" and there and row["source"] in adrift:
                state = "unsettled"
        if row["source"] in mixed:
            counts = settled.setdefault(team, [0, 0])
            counts[0] += state == "met"
            counts[1] += state == "unsettled" and (place in unread or bool(row["answered"]))
            if state == "unanswered":
                quiet.append((len(out["id"]), team))
        for name in _GIVEN:
            out[name].append(row[name])
        out["team"].append(team)
        out["person"].append(person)
        out["state"].append(state)
        out["level"].append(2 if state == "unanswered" else answer.level if answer else None)
        out["responder"].append(answer.responder if answer else None)
        out["role"].append(answer.role if answer else None)
        out["followed"].append(answer.followed if answer else "unknown")
        out["met_us"].append(answer.at_us if answer else None)
        out["cluster"].append(_cluster(row, team, where))
        out["channel"].append("pulse" if polled else _channel(where))
        out["response_source"].append(answer.source if answer else None)
        out["response_line"].append(answer.line if answer else None)
    for at, team in quiet:
        if settled[team][0] < settled[team][1]:
            out["level"][at] = None
    return pa.table({field.name: pa.array(out[field.name], field.type) for field in SCHEMA}, schema=SCHEMA)


def _rows(table: pa.Table, names: Sequence[str]) -> list[Row]:
    columns = zip(*(table.column(name).to_pylist() for name in names), strict=True)
    return [dict(zip(names, values, strict=True)) for values in columns]


def _told_once(rows: list[Row]) -> list[int]:
    """For each row the place of the one that stands for its act; that one is filled in from the others (rule 1)."""
    standing = list(range(len(rows)))
    same: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        same.setdefault(row["id"], []).append(place)
    for places in same.values():
        if len(places) == 1:
            continue
        heads: list[int] = []
        for place in sorted(places, key=lambda place: (_WORD[rows[place]["reporter"]], place)):
            row = rows[place]
            head = next((head for head in heads if _one_act(rows[head], row)), None)
            if head is None:
                heads.append(place)
                continue
            standing[place] = head
            kept = rows[head]
            rows[head] = kept | {name: row[name] for name in _FILLED if kept[name] is None}
            rows[head]["answered"] = _either(kept["answered"], row["answered"])
    return standing


def _one_act(one: Row, other: Row) -> bool:
    """Whether two rows of one id, of different sources, can be the same act."""
    apart = one["person"] is not None and other["person"] is not None and one["person"] != other["person"]
    near = abs(one["at_us"] - other["at_us"]) <= ANSWER_US
    return near and not apart and one["kind"] == other["kind"] and one["source"] != other["source"]


def _either(one: bool | None, other: bool | None) -> bool | None:
    return True if one or other else None if one is None and other is None else False


def _answers(
    rows: list[Row], standing: list[int], responses: pa.Table, known: Sequence[str | None], membership: Membership,
    on_us: int,
) -> tuple[dict[int, _Answer], set[str], set[str]]:  # fmt: skip
    """The response that counts by place of the act it counts for, and two sets of sources of acts.

    First those that have a response; then those in which an act may have been answered by a response to none we know.
    """
    same: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        same.setdefault(row["id"], []).append(place)
    telling: set[str] = set()
    found: dict[int, _Answer] = {}
    reached: dict[str, set[str]] = {}
    lost: set[str] = set()
    names = ("responder", "role", "at_us", "level", "followed", "source", "line")
    told = zip(known, *(responses.column(name).to_pylist() for name in names), strict=True)
    for order, (act_id, responder, stated, at_us, level, followed, source, line) in enumerate(told):
        if at_us is not None and at_us > on_us:
            continue
        if act_id is None:
            lost.add(source)
            continue
        places = same.get(act_id)
        if places is None:
            continue
        whose = places[0] if len(places) == 1 else _answered(places, rows, source, at_us)
        if whose is None:
            continue
        act = rows[whose]
        telling.add(act["source"])
        reached.setdefault(source, set()).add(act["source"])
        if (responder is not None and responder == act["person"]) or not answer_in_time(act["at_us"], at_us):
            continue
        role = stated
        if role is None and responder is not None:
            moment = act["at_us"] if at_us is None else at_us
            leads = membership.leads(responder, moment, act["team"] or _team(act, membership))
            role = None if leads is None else "leader" if leads else "peer"
        when = float("inf") if at_us is None else float(at_us)
        rank = (_ROLE[role], when, _WORD[act["reporter"]], order)
        before = found.get(standing[whose])
        if before is None or rank < before.rank:
            found[standing[whose]] = _Answer(rank, level, responder, role, followed, at_us, source, line)
    return found, telling, _adrift({row["source"] for row in rows}, reached, lost)


def _adrift(sources: set[str], reached: dict[str, set[str]], lost: set[str]) -> set[str]:
    """The sources of acts that responses to no known act may have been about.

    Those that other responses of the same file are about; where there are none, all that do not tell of answers
    themselves.
    """
    found: set[str] = set()
    for source in lost:
        others = {name for name in sources if name == source or name not in reached.get(name, ())}
        found |= reached.get(source) or others
    return found


def known_acts(acts: Sequence[str], named: Sequence[str]) -> list[str | None]:
    """Which of these acts each response names: as it stands, else without regard to case where only one is meant.

    >>> known_acts(["a1", "B2", "b2"], ["A1", "b2", " a1", "a01", "B 2"])
    ['a1', 'b2', 'a1', None, None]
    """
    exact = set(acts)
    alike: dict[str, set[str]] = {}
    for act in exact:
        alike.setdefault(_folded(act), set()).add(act)
    found: list[str | None] = []
    for name in named:
        meant = {name} if name in exact else alike.get(_folded(name), set())
        found.append(next(iter(meant)) if len(meant) == 1 else None)
    return found


def _folded(act_id: str) -> str:
    return act_id.strip().casefold()


def _answered(places: list[int], rows: list[Row], source: str, at_us: int | None) -> int | None:
    """Which of several acts of one id a response is to (rule 2); None where that cannot be told."""
    own = [place for place in places if rows[place]["source"] == source]
    if own:
        return own[0]
    before = [place for place in places if at_us is not None and answer_in_time(rows[place]["at_us"], at_us)]
    return max(before, key=lambda place: rows[place]["at_us"], default=None)


def answer_in_time(act_us: int, at_us: int | None) -> bool:
    """Whether a response came after its act and within 48 hours.

    Of a response with a day and no time, read as that day's last microsecond, it is the day that has to be in time.
    """
    if at_us is None:
        return True
    whole_day = (at_us + 1) % _QUARTER_US == 0
    return act_us <= at_us <= act_us + ANSWER_US + (DAY_US - 1 if whole_day else 0)


def _team(act: Row, membership: Membership) -> str | None:
    return None if act["person"] is None else membership.team_of(act["person"], act["at_us"])


def _leading(
    where: Occasion, team: str | None, membership: Membership, known: dict[tuple[int, str | None], frozenset[str]]
) -> frozenset[str]:
    """Who was there and led the team then."""
    key = where.place, team
    if key not in known:
        own = where.team if team is None else team
        known[key] = frozenset(who for who in where.attended if membership.leads(who, where.at_us, own))
    return known[key]


def _unanswered(row: Row, where: Occasion | None, seen: bool, on_us: int) -> str:
    """What is to be said of an act without a response (rule 4).

    Args:
        seen: whether it is known that nobody answered though a leader other than the speaker was there.
    """
    if row["answered"]:
        return "unsettled"
    if where is not None and where.kind == "thread" and on_us - row["at_us"] < ANSWER_US:
        return "unsettled"
    return "unanswered" if seen else "unseen"


def _channel(where: Occasion | None) -> str:
    return "table" if where is None else "writing" if where.kind == "thread" else "meeting"


def _cluster(row: Row, team: str | None, where: Occasion | None) -> str:
    if where is not None:
        return f"{team or ''}|{where.source}|{where.id}"
    return f"{team or ''}|{row['source']}|{row['at_us'] // DAY_US}"
