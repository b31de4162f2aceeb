"""Conversation reviews made by hand, through the one door: what was said, by whom, and how it was met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from saidanddone.evidence.problem import Problem
from saidanddone.evidence.unreleased import Unreleased
from saidanddone.listening.conversation import Conversation, Turn
from saidanddone.listening.heard import Answer, HeardAct, HeardPromise, Hearing, TalkShare
from saidanddone.listening.labels import ACTS, LEVELS
from saidanddone.listening.listener import Standing
from saidanddone.privacy.review import Heard, ReleasedReview, review

ME, LEAD = "p-canaryme0000", "p-canarylead00"
OTHERS = tuple(f"p-canary{n:06}" for n in range(8))
WORDS = "the sesame export is broken & <b>late</b>"
HOUR = 3_600_000_000


@dataclass(frozen=True)
class Said:
    """One act and how it was met: ``level`` None is no answer; ``by`` answers; ``steps`` of LIVE after Look."""

    kind: str = "problem"
    level: int | None = 4
    by: str = OTHERS[1]
    who: str = OTHERS[0]
    steps: str = ""
    tier: str = "stated_error"
    followed: str = "unknown"
    seconds: float | None = 4.0
    judged: bool | None = None
    probability: float = 0.8
    met_tier: str = "stated_error"


MISSED = Said(level=None)


def answer_of(said: Said, turn: int) -> tuple[Answer, ...]:
    if said.level is None:
        return ()
    identify, validate, encourage = (letter in said.steps for letter in "IVE")
    role = "leader" if said.by == LEAD else None
    return (
        Answer(turn, said.by, role, said.level, 0.7, True, identify, validate, encourage, said.followed, said.seconds,
               said.met_tier),
    )  # fmt: skip


def spoken(
    *said: Said,
    promises: Sequence[HeardPromise] = (),
    source: str = "monday.vtt",
    channel: str = "meeting",
    began_us: int | None = 0,
    clock: bool = True,
    refused: str = "",
    overlaps: bool = False,
    words: dict[str, int] | None = None,
    gap: float = 60.0,
) -> tuple[Conversation, Hearing]:
    """A conversation in which these acts come one after the other, each followed by a turn that may answer it."""
    turns = []
    for n, one in enumerate(said):
        for k, who in enumerate((one.who, one.by)):
            start = (2 * n + k) * gap if clock else None
            at = None if began_us is None else began_us + round((2 * n + k) * gap * 1e6)
            turns.append(Turn(who, WORDS, 4 * (2 * n + k) + 3, start, None, at))
    turns.append(Turn(ME, "sesame", 9_999, 2 * len(said) * gap if clock else None))
    acts = tuple(
        HeardAct(f"a-{source}{n}-{one.kind}", 2 * n, one.who, one.kind, one.probability, one.tier, one.judged,
                 answer_of(one, 2 * n + 1))
        for n, one in enumerate(said)
    )  # fmt: skip
    heard = words if words is not None else {turn.speaker: 20 for turn in turns}
    conversation = Conversation("canary monday", source, channel, tuple(turns), began_us, "source", overlaps)
    hearing = Hearing(
        "canary monday", source, channel, began_us, "en" if not refused else "de", refused, len(turns),
        () if refused else acts, tuple(promises), tuple(TalkShare(who, 1, n, None) for who, n in heard.items()),
    )  # fmt: skip
    return conversation, hearing


def promise(
    turn: int = 1, by: str = OTHERS[1], due_us: int | None = None, tier: str = "proposed", judged: bool | None = None,
    done: int | None = None, answers: str | None = None,
) -> HeardPromise:  # fmt: skip
    return HeardPromise(
        f"m-{turn}", turn, by, OTHERS[0], (0, 3), due_us, True, None, 0.6, tier, judged, done, answers
    )  # fmt: skip


STANDINGS = (
    *(Standing(kind, "stated_error", 0.5, 0.82, 0.7, 0.9, 0.5, "two real meetings") for kind in ACTS[1:-1]),
    Standing("question", "counted", 0.5, 0.96, 0.9, 1.0, 0.9, "two real meetings"),
    Standing("protection", "proposed", 0.5, None, None, None, None, ""),
    Standing("commitment", "proposed", 0.5, 0.36, 0.3, 0.4, 0.5, "two real meetings"),
    *(Standing(level, "proposed", 0.5, 0.55, 0.4, 0.7, 0.5, "two real meetings") for level in LEVELS),
)


def reviewed(
    *talks: tuple[Conversation, Hearing],
    me: str | None = None,
    marks: Sequence[Sequence[int]] | None = None,
    problems: Sequence[Problem] = (),
    notes: Sequence[str] = (),
    standings: Sequence[Standing] = STANDINGS,
    fewest: int = 5,
) -> ReleasedReview:
    """What privacy releases of these."""
    heard = Heard([talk for talk, _ in talks], [hearing for _, hearing in talks], marks)
    return review(
        Unreleased(heard), me=me, leaders=frozenset([LEAD]), fewest=fewest, standings=standings,
        listener="lean 6", problems=problems, notes=notes, version="0.1.0",
    )  # fmt: skip


def meeting(me: str | None = ME, marks: Sequence[Sequence[int]] | None = ((0, 6, 7),)) -> ReleasedReview:
    """A meeting with everything in it, as its reader sees it."""
    talk = spoken(
        Said("problem", 4, ME, steps="IV", followed="changed"),
        Said("question", 3, OTHERS[2], OTHERS[3]),
        Said("mistake", None, who=OTHERS[2]),
        Said("challenge", 3, ME, OTHERS[4], steps="I", followed="declined_with_reason"),
        Said("idea", 2, ME, OTHERS[1], met_tier="proposed"),
        Said("challenge", None, OTHERS[1], OTHERS[5]),
        Said("question", 3, LEAD, OTHERS[0], seconds=130.0),
        Said("help_seeking", 1, ME, OTHERS[3], steps=""),
        Said("personal", None, OTHERS[0], ME),
        Said("idea", None, OTHERS[0], OTHERS[2], tier="proposed", probability=0.55),
        Said("question", 5, ME, OTHERS[2], steps="IVE", seconds=0.0),
        promises=(
            promise(1, ME, answers="a-monday.vtt0-problem"),
            promise(3, LEAD, due_us=4 * 24 * HOUR, done=9),
            promise(5, OTHERS[2]),
            promise(7, ME, due_us=3 * 24 * HOUR, judged=True),
        ),
    )  # fmt: skip
    return reviewed(talk, me=me, marks=marks, notes=("Two labels were taken for one person.",))


def threads(n: int, each: int = 3, me: str | None = ME) -> ReleasedReview:
    """An export of many threads; every fifth has a missed challenge, every seventh a hard reply."""
    talks = []
    for k in range(n):
        said = [Said("question", 3, OTHERS[k % 7], OTHERS[(k + 1) % 7], seconds=300.0 * (k % 9)) for _ in range(each)]
        if k % 5 == 0:
            said[0] = Said("challenge", None, OTHERS[1], OTHERS[2])
        if k % 7 == 0:
            said[-1] = Said("idea", 1 + k % 5, ME, OTHERS[2])
        talks.append(
            spoken(*said, source=f"export.zip:general/2026-01-{k % 28 + 1:02}.json", channel="chat", clock=False,
                   began_us=k * HOUR)
        )  # fmt: skip
    return reviewed(*talks, me=me)
