"""What the listener is measured by on the real corpora: average precision, F1, links and levels;
figures only, no words."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[1] / "training"))

from corpora import TAGS, Corpus, basic_class, mrda_tags, read
from readings import READ
from transcripts import NAME as TRANSCRIPTS
from transcripts import transcripts

from saidanddone.listening.conversation import Conversation
from saidanddone.listening.labels import CONTRACT, LABELS, REPLIES
from saidanddone.listening.lean import BASIC, Lean
from saidanddone.listening.listener import Listener

__all__ = [
    "CONTRACT_TAGS",
    "UNSEEN",
    "AsRead",
    "Measured",
    "area",
    "as_read",
    "average_precision",
    "best_threshold",
    "direction",
    "f1",
    "held_levels",
    "linked",
    "mrda_figures",
    "negative_pairs",
    "over_chance",
    "part",
    "punishing_interval",
    "unlinked",
    "wide_column",
]  # fmt: skip

CONTRACT_TAGS: Mapping[str, str] = {
    "question": "q", "mistake": "fa", "thanks": "ft", "dismissal": "ar", "not_knowing": "no", "validation": "ba",
    "commitment": "cc", "idea": "cs", "agreement": "aa",
}  # fmt: skip
"""Which of MRDA's tags each column of ``listen --scores`` is measured against."""

UNSEEN: Sequence[tuple[str, str, str, str]] = (
    ("mailing list", "oss_tbdf/lkml", "hostility", "resp.hostility"),
    ("mailing list", "oss_tbdf/lkml", "dismissal", "resp.rejection"),
    ("issue threads", "oss_tbdf/gh", "hostility", "resp.hostility"),
    ("issue threads", "oss_tbdf/gh", "dismissal", "resp.rejection"),
    ("issue threads", "github_incivility", "hostility", "resp.hostility"),
    ("issue threads", "github_incivility", "dismissal", "resp.rejection"),
    ("code review", "toxicr", "hostility", "resp.hostility"),
    ("code review", "premo", "hostility", "resp.hostility"),
    ("code review", "premo", "dismissal", "resp.rejection"),
    ("e-mail", "emailintent", "commitment", "commitment_or_request"),
)
"""Channel, corpus (and its part), column, and the target that counts; each corpus left out of training."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One figure: what, n it was taken of, its value, the bar it is held to, a plain baseline, a published figure."""

    what: str
    n: int
    value: float
    bar: float | None = None
    baseline: float | None = None
    published: str = ""


def average_precision(right: Sequence[Any] | NDArray[Any], score: NDArray[Any]) -> float:
    """Area under precision over recall, turns of equal score taken together; 0 if nothing is right."""
    order = np.argsort(-np.asarray(score, float), kind="stable")
    y, s = np.asarray(right, bool)[order], np.asarray(score, float)[order]
    last = np.r_[np.flatnonzero(np.diff(s)), len(s) - 1]
    hits = np.cumsum(y)[last]
    return float(np.sum(np.diff(np.r_[0, hits]) * hits / (last + 1)) / max(int(y.sum()), 1))


def area(right: NDArray[np.bool_], score: NDArray[Any]) -> float:
    """Probability that a right one scores above a wrong one, ties half."""
    _, place, count = np.unique(score, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(count) - (count - 1) / 2)[place]
    hits, misses = int(right.sum()), int((~right).sum())
    return float((ranks[right].sum() - hits * (hits + 1) / 2) / (hits * misses))


def f1(right: NDArray[np.bool_], said: NDArray[np.bool_]) -> float:
    """Harmonic mean of precision and recall."""
    return float(2 * (right & said).sum() / max(int(right.sum() + said.sum()), 1))


def best_threshold(right: NDArray[np.bool_], score: NDArray[Any]) -> float:
    """The threshold of the highest F1, among 200 quantiles of the scores."""
    tried = np.unique(np.quantile(score, np.linspace(0.02, 0.999, 200)))
    return float(max(tried, key=lambda threshold: f1(right, score >= threshold)))


def over_chance(found: float, base: float) -> float:
    """(AP − base) / (1 − base)."""
    return (found - base) / (1 - base)


def part(corpus: Corpus, split: str) -> tuple[list[Conversation], list[dict[str, Any]]]:
    """The conversations of one split, and their rows."""
    conversations, rows, place = [], [], 0
    for conversation in corpus.conversations:
        to = place + len(conversation.turns)
        if corpus.rows[place]["split"] == split:
            conversations.append(conversation)
            rows += corpus.rows[place:to]
        place = to
    return conversations, rows


@dataclass(frozen=True)
class AsRead:
    """Turns that were read for one label, without those in doubt.

    Attributes:
        right: (n,) whether it holds. score: (n,) the listener's. texts: as they stand.
    """

    right: NDArray[np.bool_]
    score: NDArray[Any]
    texts: list[str] = field(repr=False)


def as_read(listener: Listener, folder: Path, corpora: Mapping[str, str]) -> dict[str, AsRead]:
    """By label, what was read turn by turn in corpora; nothing of it was trained on.

    Args:
        corpora: name -> the split that is looked at; empty: all of it, of a corpus that is not trained on. Our own
            transcripts go by their name, too.
    """
    told: list[NDArray[np.float32]] = []
    scores, texts = [], []
    for name, split in corpora.items():
        corpus = transcripts() if name == TRANSCRIPTS else read(folder, name)
        if corpus.readings is None:
            continue
        was_read = ~np.isnan(corpus.readings).all(1)
        begin = 0
        for talk in corpus.conversations:
            places = range(begin, begin + len(talk.turns))
            begin = places.stop
            if (split and corpus.rows[places[0]]["split"] != split) or not was_read[places.start : places.stop].any():
                continue
            (heard,) = listener.score([talk])
            for place, row in zip(places, heard.turns, strict=True):
                if was_read[place]:
                    told.append(corpus.readings[place])
                    scores.append(row)
                    texts.append(corpus.rows[place]["text"])
    found = {}
    for label in READ:
        held = np.array(told)[:, READ.index(label)]
        sure = np.flatnonzero(~np.isnan(held))
        heard_as = np.array(scores)[sure, LABELS.index(label)]
        found[label] = AsRead(held[sure] == 1, heard_as, [texts[place] for place in sure])
    return found


def mrda_figures(
    listener: Lean, conversations: Sequence[Conversation], rows: Sequence[Mapping[str, Any]]
) -> dict[str, float]:
    """AP of each of the 15 tags (``tag …``), of each contract column (``p_…``), their mean and the 5-class accuracy."""
    there = [mrda_tags(row["raw_da"]) for row in rows]
    truth = {tag: np.array([bool(tags & set(any_of)) for tags in there]) for tag, any_of in TAGS.items()}
    scores = listener.tags(conversations)
    found = {f"tag {tag}": average_precision(truth[tag], scores[:, place]) for place, tag in enumerate(TAGS)}
    found["mAP"] = float(np.mean(list(found.values())))
    wide = listener.contract_scores(conversations)
    for label, tag in CONTRACT_TAGS.items():
        found[f"p_{label}"] = average_precision(truth[tag], wide[:, CONTRACT.index(label)])
    kinds = np.array([BASIC.index(basic_class(row["raw_da"])) for row in rows])
    found["accuracy"] = float((listener.basic(conversations).argmax(1) == kinds).mean())
    return found


def unlinked(conversations: Sequence[Conversation]) -> list[Conversation]:
    """The same without any reply link."""
    return [replace(one, turns=[replace(turn, reply_to=None) for turn in one.turns]) for one in conversations]


def linked(listener: Lean, conversations: Sequence[Conversation]) -> tuple[int, float, float]:
    """(n, share found, share right of those given): linked turns whose answered turn is another's, at most 10 back."""
    n = given = right = 0
    for conversation, scores in zip(conversations, listener.score(unlinked(conversations)), strict=True):
        for place, turn in enumerate(conversation.turns):
            to = turn.reply_to
            if to is None or place - to > 10 or conversation.turns[to].speaker == turn.speaker:
                continue
            n += 1
            given += int(scores.answers[place] >= 0)
            right += int(scores.answers[place] == to)
    return n, right / max(n, 1), right / max(given, 1)


def negative_pairs(
    listener: Lean, conversations: Sequence[Conversation], rows: Sequence[Mapping[str, Any]]
) -> tuple[NDArray[np.bool_], NDArray[np.float32]]:
    """AMI: replies by another speaker to a suggestion, offer, assessment or information; negative or not, and score."""
    right, score, first = [], [], 0
    for conversation, scores in zip(conversations, listener.score(conversations), strict=True):
        for place, turn in enumerate(conversation.turns):
            if turn.reply_to is None or conversation.turns[turn.reply_to].speaker == turn.speaker:
                continue
            labels = set(rows[first + place]["labels"])
            source = set(rows[first + turn.reply_to]["labels"])
            if source & {"da:sug", "da:off", "da:ass", "da:inf"} and labels & {"ap:POS", "ap:NEG"}:
                right.append("ap:NEG" in labels)
                score.append(scores.replies[place, 0])
        first += len(conversation.turns)
    return np.array(right, bool), np.array(score, np.float32)


def wide_column(listener: Lean, conversations: Sequence[Conversation], label: str) -> NDArray[np.float32]:
    """(n,) the contract column of ``label``."""
    return listener.contract_scores(conversations)[:, CONTRACT.index(label)]


def direction(listener: Lean, conversations: Sequence[Conversation]) -> NDArray[np.float64]:
    """(n,) how rewarding rather than punishing each turn is, composed of the listener's own scores by reasoning.

    What lifts: agreement, validation, thanks, being validated and encouraged as an answer. What lowers: dismissal,
    hostility, disagreement, a challenge, a question put back, levels 1 and 2. Each score enters as its logit over its
    own spread in the conversations at hand, so that none drowns the others; nothing is fitted.
    """
    wide = listener.contract_scores(conversations)
    replies = np.concatenate([scores.replies for scores in listener.score(conversations)])
    column = {f"p_{label}": wide[:, place] for place, label in enumerate(CONTRACT)}
    column |= {label: replies[:, place] for place, label in enumerate(REPLIES)}
    answered = replies[:, 1:6].sum(1) > 0

    def spread(name: str) -> NDArray[np.float64]:
        p = np.clip(column[name].astype(float), 1e-4, 1 - 1e-4)
        z = np.log(p / (1 - p))
        use = answered if name in REPLIES else np.ones(len(z), bool)
        z = (z - z[use].mean()) / max(z[use].std(), 1e-9)
        return np.where(use, z, 0.0)

    lifts = ("p_agreement", "p_validation", "p_thanks", "validate", "encourage")
    lowers = (
        "p_dismissal",
        "p_hostility",
        "p_challenge",
        "p_not_knowing",
        "p_question",
        "negative",
        "level_1",
        "level_2",
    )
    up = np.sum([spread(name) for name in lifts], axis=0) / len(lifts)
    return np.asarray(up - np.sum([spread(name) for name in lowers], axis=0) / len(lowers))


def punishing_interval(
    measure: Callable[[NDArray[np.intp]], float], teams: NDArray[np.str_], times: int = 400
) -> tuple[float, float]:
    """90 % interval of ``measure`` when whole teams are drawn anew."""
    names = np.unique(teams)
    rng = np.random.default_rng(20261122)
    drawn = [
        measure(np.concatenate([np.flatnonzero(teams == name) for name in rng.choice(names, len(names))]))
        for _ in range(times)
    ]
    return float(np.quantile(drawn, 0.05)), float(np.quantile(drawn, 0.95))


def held_levels(
    listener: Lean, conversations: Sequence[Conversation], rows: Sequence[Mapping[str, Any]]
) -> dict[str, float]:
    """Our own held examples: AP of each label and step, accuracy, within one, macro-F1 of levels (same authors)."""
    scores = listener.score(conversations)
    turns = np.concatenate([one.turns for one in scores])
    replies = np.concatenate([one.replies for one in scores])
    found = {
        f"{label}": average_precision([label in row["labels"] for row in rows], turns[:, place])
        for place, label in enumerate(LABELS)
    }
    at = [place for place, row in enumerate(rows) if row["level"]]
    level = np.array([rows[place]["level"] for place in at])
    said = replies[at, 1:6].argmax(1) + 1
    found |= {
        "levels": float(len(at)), "level accuracy": float((said == level).mean()),
        "within one": float((np.abs(said - level) <= 1).mean()),
        "macro F1": float(np.mean([f1(level == k, said == k) for k in range(1, 6)])),
    }  # fmt: skip
    for place, step in enumerate(REPLIES[6:], start=6):
        found[step] = average_precision([step in rows[k]["steps"] for k in at], replies[at, place])
    return found
