"""Which of one's own promises want a word now: missed, or in danger while a new date still counts (MISSION T11).

The rule (docs/decisions/0020):

- *missed*: overdue or dropped by the rules of ``evidence.outcome``, with no later day named that is still ahead;
- *in danger*: open, at most ``repair_days`` before the last day on which moving its date still counts (where none
  does: before the day it is held to), and the forecast for its maker is below the line, or has fallen by
  ``repair_fall`` since it was made. A maker with fewer than ``fewest_occasions`` has no forecast to go by.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from saidanddone.errors import NothingReadable, UsageError
from saidanddone.evidence.outcome import DAY_US
from saidanddone.privacy.door import AUDIENCES
from saidanddone.privacy.release import ReleasedDiagnosis
from saidanddone.settings import default
from saidanddone.sources.dates import zone
from saidanddone.store import notebook
from saidanddone.verbs.gathering import Progress
from saidanddone.verbs.owed import Owed, Places, in_evidence, in_notebook

__all__ = [
    "MOST_COMPARED", "Brief", "Endangered", "Forecast", "Wanting", "due_soon", "endangered", "in_brief", "in_result",
    "settled_apart",
]  # fmt: skip

MOST_COMPARED: Final = 3
"""So many days on which promises were made are looked back to, where that decides: each costs a forecast."""

_WEEK: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Forecast:
    """P(the next promise is kept) for whoever asks, on a day; the line it is held against; occasions behind it."""

    mean: float
    line: float
    occasions: int


@dataclass(frozen=True, slots=True)
class Wanting:
    """A promise that wants a word.

    Attributes:
        why: ``overdue`` | ``dropped`` | ``below`` (the forecast is below the line) | ``fallen`` (since it was made).
        then: the forecast when it was made; None when there was none to go by, or nobody looked.
    """

    promise: Owed = field(repr=False)
    why: str
    then: float | None = None


@dataclass(frozen=True, slots=True)
class Endangered:
    """One's promises that want a word, most urgent first, and what they were judged by.

    Attributes:
        wanting: those that can still be moved in time first, then what is overdue, the newest first, then what went
            quiet. soon: how many more are as near their day, with nothing that points against them.
        unexamined: how many more are, of which nobody looked whether the forecast has fallen (``MOST_COMPARED``).
        forecast: today's; None where there is none to go by.
    """

    on: date
    wanting: tuple[Wanting, ...]
    soon: int
    forecast: Forecast | None
    unexamined: int = 0

    def to_dict(self) -> dict[str, Any]:
        """As JSON (schema repairs/1); without what was promised, which stays in the notebook."""
        return {
            "schema": "repairs/1",
            "on": self.on.isoformat(),
            "forecast": None if self.forecast is None else self.forecast.mean,
            "line": None if self.forecast is None else self.forecast.line,
            "promises": [
                {
                    "id": one.promise.id,
                    "why": one.why,
                    "due": _iso(one.promise.due),
                    "counts": _iso(one.promise.counts),
                    "last_day_to_move": _iso(one.promise.last_move),
                    "moves": one.promise.moves,
                    "forecast_then": one.then,
                    "source": one.promise.source,
                }
                for one in self.wanting
            ],
            "due_soon": self.soon,
            "unexamined": self.unexamined,
        }


def endangered(
    *,
    on: date,
    places: Places | None = None,
    into: Path | None = None,
    here: Path | None = None,
    progress: Progress | None = None,
) -> Endangered:
    """Which promises want a word on a day: of the notebook, or of whoever asks in other evidence.

    Args:
        places: evidence and who asks of it; None is the notebook. into, here: as for ``promise``.
        progress: told what is being done.

    Raises:
        UsageError: the notebook or the evidence cannot be used as asked.
    """
    where = notebook.folder(into, here or Path.cwd())
    mine = in_notebook(where, on) if places is None else _in_words(in_evidence(places, on), in_notebook(where, on))
    asked = places or Places((where / notebook.LEDGER.file,), notebook.ME)
    near = sorted((one for one in mine if due_soon(one, on)), key=_held_to)
    now = _forecast(asked, on, progress) if near else None
    line = default("line") if now is None else now.line
    below = now is not None and now.mean < line
    # Below the line nothing more is to be decided; of a notebook, one look back is quick, and worth a sentence.
    most = MOST_COMPARED if not below else int(places is None)
    then: dict[date, float | None] = {}
    in_danger, fine, unexamined = [], 0, 0
    for one in near:
        made = one.made
        room = now is not None and len(then) < most
        if room and made is not None and made < on and made not in then:
            before = _forecast(asked, made, progress)
            then[made] = None if before is None else before.mean
        was = None if made is None else then.get(made)
        if below:
            in_danger.append(Wanting(one, "below", was))
        elif now is not None and was is not None and was - now.mean >= default("repair_fall"):
            in_danger.append(Wanting(one, "fallen", was))
        elif now is not None and made is not None and made < on and made not in then:
            unexamined += 1
        else:
            fine += 1
    missed = [Wanting(one, one.status) for one in mine if _missed(one, on)]
    missed.sort(key=lambda one: (one.why == "dropped", -_held_to(one.promise).toordinal()))
    return Endangered(on, (*in_danger, *missed), fine, now, unexamined)


@dataclass(frozen=True, slots=True)
class Brief:
    """How many promises are overdue, how many are due within a week, and whether the forecast is below the line."""

    late: int
    soon: int
    below: bool = False


def in_brief(*, on: date, into: Path | None = None, here: Path | None = None, besides: str = "") -> Brief:
    """Of the notebook, without any forecast.

    ``besides``: the id of one that is left out, because its owner speaks of it just now. A promise that went quiet
    long ago is not brought up again and again; it stands in the report and in the list of ``repair``.
    """
    mine = [one for one in in_notebook(notebook.folder(into, here or Path.cwd()), on) if one.id != besides]
    late = sum(one.status == "overdue" and _missed(one, on) for one in mine)
    return Brief(late, sum(_open(one, on) and on <= _held_to(one) <= on + _WEEK for one in mine))


def in_result(found: ReleasedDiagnosis) -> Brief:
    """Of whoever asks about themselves, from their own result alone; nothing where it is not among those released."""
    yours = next((one for one in found.released if one.label == "You" and one.audience == _SELF), None)
    if yours is None:
        return Brief(0, 0)
    late = sum(mark.status == "overdue" and (mark.due_us or 0) <= found.on_us for mark in yours.marks)
    soon = sum(
        mark.status == "pending" and mark.due_us is not None and 0 <= mark.due_us - found.on_us <= 7 * DAY_US
        for mark in yours.marks
    )
    trust = yours.trust
    known = trust.mean is not None and trust.occasions >= default("fewest_occasions")
    return Brief(late, soon, known and trust.mean is not None and trust.mean < trust.line)


def settled_apart(brief: Brief, places: Places, on: date) -> Brief:
    """The same without what is known to have been missed: it has its outcome, and :func:`endangered` leaves it out."""
    if not brief.late:
        return brief
    try:
        late = sum(one.status == "overdue" and _missed(one, on) for one in in_evidence(places, on))
    except UsageError:  # nobody of that name made a promise in what can be read again
        late = 0
    return replace(brief, late=min(late, brief.late))


def due_soon(one: Owed, on: date) -> bool:
    """Whether an open promise is within ``repair_days`` of the last day a move counts, or of its own day."""
    if not _open(one, on):
        return False
    until = one.last_move if one.last_move is not None and one.last_move >= on else _held_to(one)
    return until - timedelta(days=default("repair_days")) <= on


def _missed(one: Owed, on: date) -> bool:
    """Past its day without a word since: whoever names a later day has spoken, until that day has passed too."""
    return not one.over and one.status in ("overdue", "dropped") and (one.due is None or one.due < on)


def _open(one: Owed, on: date) -> bool:
    ahead = one.due is not None and one.due >= on
    return not one.over and ahead and one.status in ("pending", "overdue", "dropped")


def _held_to(one: Owed) -> date:
    """The day it is waited for: after any move, in time or not."""
    return one.due or one.counts or date.max


def _in_words(mine: list[Owed], noted: list[Owed]) -> list[Owed]:
    """Promises of exports, in their maker's words where the notebook has them too."""
    words = {one.id: one.what for one in noted if one.id}
    return [replace(one, what=words.get(one.id, one.what)) for one in mine]


def _forecast(places: Places, on: date, progress: Progress | None) -> Forecast | None:
    """The panel's for whoever asks, at the end of a day; None where their record was too short to go by."""
    from saidanddone.verbs.diagnose import diagnose

    evening = datetime.combine(on, time.max, tzinfo=zone(places.tz))
    try:
        found = diagnose(
            *places.evidence, on=evening, me=places.me, roster=places.roster, dates=places.dates, tz=places.tz,
            progress=progress,
        )  # fmt: skip
    except (UsageError, NothingReadable):
        return None
    trust: Sequence[Any] = [one.trust for one in found.released if one.label == "You" and one.audience == _SELF]
    if not trust or trust[0].mean is None or trust[0].occasions < default("fewest_occasions"):
        return None
    return Forecast(trust[0].mean, trust[0].line, trust[0].occasions)


_SELF: Final = AUDIENCES["self"]


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
