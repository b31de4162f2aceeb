"""Listen to conversations: what was asked, admitted, raised or challenged, how it was met, and what was promised."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any

from saidanddone.errors import UsageError
from saidanddone.evidence.unreleased import Unreleased
from saidanddone.listening.acts import HIGHEST_FIRST
from saidanddone.listening.answers import as_told
from saidanddone.listening.heard import Hearing
from saidanddone.listening.hearing import hear
from saidanddone.listening.judged import AsJudged
from saidanddone.listening.labels import ACTS, LABELS, REPLIES
from saidanddone.listening.lean import lean
from saidanddone.listening.listener import Listener, Scores
from saidanddone.privacy.review import Heard, ReleasedReview, review
from saidanddone.settings import default
from saidanddone.sources.conversations import Talk
from saidanddone.sources.dates import zone as zone_of
from saidanddone.store import judgements
from saidanddone.store.judgements import Judgements
from saidanddone.verbs import marking, noting, scoring
from saidanddone.verbs.given import checked
from saidanddone.verbs.marking import Proposal
from saidanddone.verbs.talk import Spoken, clashing, spoken, who_is

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["PREVIEWED", "Listened", "Proposal", "Words", "another", "listen", "preview"]

Progress = Callable[[str], None]

_NO_WORKSPACE = "What you settle is kept in a workspace: say which with --into DIR."

PREVIEWED = ("roster", "on", "at", "calendar", "speakers", "private", "tz")
"""What :func:`preview` takes of the arguments of :func:`listen`."""


@dataclass(frozen=True, slots=True)
class Words:
    """One turn's words, for their owner: ``conversation`` and ``turn`` are places counted from 0."""

    source: str
    title: str
    conversation: int
    turn: int
    line: int
    clock: float | None
    mine: bool
    text: str = field(repr=False)


@dataclass(frozen=True)
class Listened:
    """What listening brought. Its ``repr`` names nobody and quotes nobody.

    Attributes:
        review: what may be shown, released. talks: what each file held, as read.
        merged: file, name shown and the labels it was taken for; for a preview on its owner's screen.
        added, gone, moved: rows of evidence new to the workspace since listening began (None without one), rows it had
            that were taken away, and rows kept of the same conversation under another file's name, which stand under
            this one now.
        undated: conversations whose date nobody said, which can therefore be no evidence.
        judged: label -> (confirmed, judged) in this workspace.
    """

    review: ReleasedReview
    talks: tuple[Talk, ...] = field(repr=False)
    merged: tuple[tuple[str, str, Sequence[str]], ...] = field(default=(), repr=False)
    added: Mapping[str, int] | None = None
    gone: int = 0
    moved: int = 0
    undated: int = 0
    judged: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    _heard: Unreleased[Heard] | None = field(default=None, repr=False)
    _scores: Sequence[Scores] = field(default=(), repr=False)
    _listener: Listener | None = field(default=None, repr=False)
    _me: str | None = field(default=None, repr=False)
    _judgements: Judgements = field(default_factory=Judgements, repr=False)
    _again: Callable[[Mapping[str, bool], Mapping[str, str], Mapping[str, int]], Listened] | None = field(
        default=None, repr=False
    )

    def proposals(self) -> list[Proposal]:
        """What is proposed and not judged yet, the most probable first."""
        if self._heard is None:
            return []
        return marking.proposals(self._heard.research_only, self._me, self._judgements.verdicts)

    def counted(self) -> list[Proposal]:
        """Acts that count though nobody was asked about them, the least probable first."""
        return [] if self._heard is None else marking.unasked(self._heard.research_only, self._me)

    def owed(self) -> list[Proposal]:
        """Confirmed promises with a day of which nobody has said yet whether they were kept; what was said first."""
        if self._heard is None:
            return []
        return marking.owed(self._heard.research_only, self._me, self._judgements.verdicts)

    def replies(self) -> list[Proposal]:
        """Answers to acts that count whose level is only proposed; the reader's own first, with the level heard."""
        return [] if self._heard is None else marking.replies(self._heard.research_only, self._me)

    def unanswered(self) -> list[Proposal]:
        """Acts of others that count and that nobody seems to have answered."""
        return [] if self._heard is None else marking.unanswered(self._heard.research_only, self._me)

    @property
    def kinds(self) -> Sequence[str]:
        """What a moment may be said to be, from the least that is asked of a person to the most."""
        return HIGHEST_FIRST[::-1]

    @property
    def moments(self) -> bool:
        """Whether moments can be named: what was listened to is one conversation."""
        talks = self.review.conversations
        return len(talks) == 1 and not talks[0].refused

    def moment(self, mark: str, kind: str) -> Proposal:
        """That the turn at ``mark`` is an act of this ``kind``, though nothing was heard there, for :meth:`settled`.

        Args:
            mark: a clock since the recording began (``12:30``) means who speaks then; ``#45`` that turn.
            kind: of :attr:`kinds`.

        Raises:
            UsageError: the mark means no turn, the turn is not in English, or there are several conversations.
        """
        if self._heard is None or kind not in self.kinds:
            raise UsageError(f"A moment is one of these: {', '.join(self.kinds)}.")
        return marking.moment(self._heard.research_only, mark, kind, self._me)

    def answer(self, to: Proposal, mark: str) -> Proposal:
        """That the turn at ``mark``, as of :meth:`moment`, answers an act, for :meth:`settled` with a level.

        Args:
            to: the act, or an answer to it that is none.

        Raises:
            UsageError: the mark means no turn, that turn can answer nothing said there, or there are several
                conversations.
        """
        if self._heard is None:
            raise UsageError("There is nothing to answer: nothing was listened to.")
        return marking.answer(self._heard.research_only, to, mark, self._me)

    def unheard(self, marks: Iterable[str]) -> list[str]:
        """Those of the moments that were marked at which no act was heard, nor proposed."""
        return [] if self._heard is None else marking.unheard(self._heard.research_only, list(marks))

    def settled(self, judged: Mapping[str, bool | int]) -> Listened:
        """The same once a person has judged: kept in the workspace, what was rejected gone from its evidence.

        Args:
            judged: id of a :class:`Proposal` -> whether it is what it seemed to be; of a :meth:`moment`, that it is;
                of an answer, its level 1 to 5, or False: it answers something else.

        Raises:
            UsageError: there is no workspace to keep a judgement in, an id is of nothing that is heard here, or an
                answer is given no level.
        """
        if self._again is None or self.added is None:
            raise UsageError(_NO_WORKSPACE)
        verdicts, levels = marking.told_apart(judged)
        held = self._judgements
        labels = {one.id: one.label for one in (*self.proposals(), *self.counted(), *self.owed())}
        if self._heard is not None:  # what a level was heard as, not what a person has made of it since
            heard = marking.levels(self._heard.research_only)
            labels |= {name: label for name, label in heard.items() if name not in {*held.labels, *held.levels}}
        unknown = judged.keys() - labels.keys() - held.verdicts.keys()
        if self._heard is None or unknown - marking.named(self._heard.research_only, unknown):
            raise UsageError("A judgement is of something that was not heard here. Take its id from the proposals.")
        known = {name: labels[name] for name in judged if name in labels}
        return self._again(verdicts, known, levels)

    def words(self) -> list[Words]:
        """The words of every turn, for a page their owner keeps; whose they are only where they are the reader's."""
        if self._heard is None:
            return []
        return [
            Words(talk.source, talk.id, n, place, turn.line, turn.start, self._me == (turn.speaker or None), turn.text)
            for n, talk in enumerate(self._heard.research_only.conversations)
            for place, turn in enumerate(talk.turns)
        ]

    def to_dict(self, *, research: bool = False) -> dict[str, Any]:
        """The contract's JSON object (schema listen/1).

        Args:
            research: name each turn's speaker by pseudonym. That can identify people: it is for research on talk whose
                people agreed, or that is already pseudonymous. Without, turns have no speaker but the reader, and how
            anybody else replied has no score.
        """
        turns: list[dict[str, Any]] = []
        if self._heard is not None and self._listener is not None:
            everybody = research or scoring.is_pseudonymous(self.talks)
            talks = self._heard.research_only.conversations
            turns = scoring.turns(talks, self._scores, self._listener, me=self._me, everybody=everybody)
        return {**self.review.to_dict(), "turns": turns}

    def to_arrow(self) -> pa.Table:
        """One row an act, as :meth:`ReleasedReview.to_arrow`."""
        return self.review.to_arrow()

    def scores(self, *, research: bool = False) -> pa.Table:
        """One row a turn in the order read: ``conversation_id``, ``turn`` and the probabilities of the contract.

        Raises:
            UsageError: the speakers are named people and ``research`` was not said.
        """
        if self._heard is None or self._listener is None:
            raise UsageError("There are no scores: nothing was listened to.")
        if not research and not scoring.is_pseudonymous(self.talks):
            raise UsageError(scoring.NEEDS_RESEARCH)
        return scoring.table(self._heard.research_only.conversations, self._scores, self._listener)


def listen(
    *files: str | Path,
    me: str | None = None,
    roster: str | Path | None = None,
    on: date | str | None = None,
    at: int | str | None = None,
    calendar: str | Path | None = None,
    speakers: str | Path | None = None,
    private: bool = False,
    tz: str = "UTC",
    into: str | Path | None = None,
    marks: Iterable[str] | None = None,
    judged: Mapping[str, bool | int] | None = None,
    listener: Listener | None = None,
    fresh_key: bytes | None = None,
    progress: Progress | None = None,
) -> Listened:
    """Listen to conversations: transcripts, chat and mail exports, comments, or a table of turns.

    Nothing of what was said is kept or sent. With ``into``, kinds, times and pseudonyms of what counts become evidence.

    Args:
        me: the reader, whose own replies are reviewed. roster: who leads, and whose labels are whose.
        on, at: day, and time of day (``14:30``, or seconds) in ``tz``, of a recording that does not say.
            calendar: an ICS file that does.
        speakers: a CSV of ``label,name`` that corrects who is who. private: read direct messages too.
        into: the workspace that keeps evidence and judgements.
        marks: moments the reader noticed, before seeing any: ``12:30`` in the recording, or ``#45`` for a turn.
        judged: proposals by id -> confirmed or not, answers by id -> their level (False: none); kept in ``into``.
            What is rejected is gone from the evidence.
        listener: another one than the default.

    Raises:
        UsageError: a file is not there, nobody is called ``me``, or a mark cannot be understood.
        NothingReadable: no conversation could be read.
    """
    options = {"me": me, "roster": roster, "on": on, "at": at, "calendar": calendar, "speakers": speakers, "tz": tz,
               "into": into, "marks": marks, "judged": judged}  # fmt: skip
    checked("listen", files, options)
    if judged and into is None:
        raise UsageError(_NO_WORKSPACE)
    folder = None if into is None else Path(into)
    before = None if folder is None else noting.Before(folder)
    if progress is not None:
        progress("reading")
    among = spoken(
        files, roster=_path(roster), on=on, at=at, calendar=_path(calendar), corrected=_path(speakers),
        private=private, tz=tz, into=folder, fresh_key=fresh_key,
    )  # fmt: skip
    asking = None if me is None else who_is(me, among)
    named = None if marks is None else sorted({mark.strip() for mark in marks})
    noted = None if named is None else marking.places(named, among.conversations)
    if folder is not None:
        judgements.checked(folder)  # whether it can be read and written is said before anybody waits
    if progress is not None:
        progress("listening")
    ears = listener or lean()
    scores = ears.score(among.conversations)
    zone = zone_of(tz)

    def told(held: Judgements) -> Listened:
        judging = AsJudged(ears, held.record())
        found = [
            _without_denied(
                hear(talk, scored, judging, leaders=among.leaders, judged=held.verdicts, levels=held.levels, zone=zone),
                held,
            )
            for talk, scored in zip(among.conversations, scores, strict=True)
        ]
        heard = Unreleased(Heard(among.conversations, tuple(found), noted, None if named is None else len(named)))
        linked = [
            as_told(talk, scored, hearing.acts, held.levels)
            for talk, scored, hearing in zip(among.conversations, scores, found, strict=True)
        ]
        kept_now = None if before is None else before.note(among, found, held.verdicts, linked)
        return Listened(
            review=_released(heard, among, asking, judging, zone),
            talks=among.talks,
            merged=tuple(clashing(among.talks)),
            added=None if kept_now is None else kept_now.added,
            gone=0 if kept_now is None else kept_now.gone,
            moved=0 if kept_now is None else kept_now.moved,
            undated=sum(
                talk.began_us is None and all(turn.at_us is None for turn in talk.turns) for talk in among.conversations
            ),
            judged=held.record(),
            _heard=heard,
            _scores=scores,
            _listener=judging,
            _me=asking,
            _judgements=held,
            _again=settle,
        )

    def settle(verdicts: Mapping[str, bool], labels: Mapping[str, str], levels: Mapping[str, int]) -> Listened:
        if folder is None:
            return told(Judgements().with_(verdicts, labels, levels))
        return told(judgements.settle(folder, verdicts, labels, levels))

    first = told(Judgements() if folder is None else judgements.load(folder))
    return first.settled(judged) if judged else first


def preview(
    *files: str | Path,
    roster: str | Path | None = None,
    on: date | str | None = None,
    at: int | str | None = None,
    calendar: str | Path | None = None,
    speakers: str | Path | None = None,
    private: bool = False,
    tz: str = "UTC",
) -> list[tuple[str, str, Sequence[str]]]:
    """File, name and labels, wherever several labels were taken for one person; nothing is listened to.

    Raises:
        UsageError, NothingReadable: as :func:`listen`.
    """
    among = spoken(
        files, roster=_path(roster), on=on, at=at, calendar=_path(calendar), corrected=_path(speakers),
        private=private, tz=tz,
    )  # fmt: skip
    return clashing(among.talks)


def another(name: str, model: str | None = None) -> Listener:
    """Another listener than the default: ``embed``, or the address of a language model on one's own machine.

    Raises:
        UsageError: it is neither, or what it needs is not installed.
    """
    from saidanddone import listeners

    return listeners.named(name, model)


def _without_denied(hearing: Hearing, held: Judgements) -> Hearing:
    """The same, where what somebody said does not close a promise no longer seems to."""
    promises = tuple(
        replace(one, done_turn=None) if held.verdicts.get(f"d-{one.id}") is False else one for one in hearing.promises
    )
    return replace(hearing, promises=promises)


def _released(
    heard: Unreleased[Heard], among: Spoken, me: str | None, listener: Listener, zone: tzinfo
) -> ReleasedReview:
    from saidanddone import __version__

    channels = sorted({talk.channel for talk in among.conversations})
    labels = [*HIGHEST_FIRST, *(label for label in (*LABELS, *REPLIES) if label not in ACTS)]
    return review(
        heard, me=me, leaders=among.leaders, fewest=int(default("fewest_makers")),
        standings=[listener.standing(label, channel) for channel in channels[:1] for label in labels],
        listener=listener.name, problems=among.problems,
        notes=tuple(dict.fromkeys([*(n for talk in among.talks for n in talk.notes), *getattr(listener, "notes", ())])),
        version=__version__, zone=zone,
    )  # fmt: skip


def _path(given: str | Path | None) -> Path | None:
    return None if given is None else Path(given)
