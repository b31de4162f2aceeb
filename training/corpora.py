"""The corpora the listener is trained and measured on, as conversations with what is known of each turn.

A corpus that does not annotate a label says nothing of it (NaN): silence is never taken for a no.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
from examples import FOLDER, examples
from numpy.typing import NDArray
from readings import READ, TAUGHT, overlaid

from saidanddone.listening.conversation import Conversation, Turn
from saidanddone.listening.features import tokens
from saidanddone.listening.labels import LABELS
from saidanddone.listening.wordlist import TONES

__all__ = [
    "BASIC", "FAINT", "HEADS", "RARE", "TAGS", "Corpus", "basic_class", "corpus_rows", "held_out", "matrix",
    "mrda_tags", "ours", "read", "talk", "targets",
]  # fmt: skip

TAGS: Mapping[str, tuple[str, ...]] = {
    "cc": ("cc",), "fa": ("fa",), "ft": ("ft",), "ba": ("ba",), "ar": ("ar",), "no": ("no",), "cs": ("cs",),
    "co": ("co",), "bd": ("bd",), "df": ("df",), "q": ("qy", "qw", "qo", "qr", "qrr", "qh"), "br": ("br",),
    "bu": ("bu",), "corr": ("bsc", "bc"), "aa": ("aa",),
}  # fmt: skip
"""The 15 tags of the benchmark, and the tags of MRDA that each stands for."""
BASIC = ("S", "B", "D", "F", "Q")
AMI = ("inf", "ass", "sug", "off", "el", "fra", "bck", "stl", "und", "pos", "neg")
FEELINGS = ("anger", "annoyance", "disgust", "disapproval", "disappointment", "confusion", "curiosity", "remorse",
            "admiration", "gratitude", "approval", "caring", "amusement", "optimism", "sadness", "neutral")  # fmt: skip
EXTRA = (
    "intent", "polite", "impolite", "links", *(f"ami_{kind}" for kind in AMI), *(f"feels_{name}" for name in FEELINGS),
    "mail", "harsh", "displeased", "talk_problem", "talk_challenge",
)  # fmt: skip
HEADS = (*(f"tag_{tag}" for tag in TAGS), *(f"basic_{kind}" for kind in BASIC), *LABELS, *EXTRA)
"""Every column that turns are trained on."""


@dataclass(frozen=True)
class Corpus:
    """Conversations, and what is known of their n turns laid end to end.

    Attributes:
        known: float32 (n, len(HEADS)), 1 yes, 0 no, NaN not said; −1 a faint no: nobody looked, but it is rare.
        rows: the rows as read, for evaluation. split: per turn. readings: (n, len(READ)) what was read: 1, 0,
            NaN where nobody read it or readers could differ; None where nothing was.
    """

    name: str
    conversations: list[Conversation] = field(repr=False)
    known: NDArray[np.float32] = field(repr=False)
    rows: list[dict[str, Any]] = field(repr=False)
    readings: NDArray[np.float32] | None = field(default=None, repr=False)

    @property
    def splits(self) -> NDArray[np.str_]:
        """(n,) the split of each turn."""
        return np.array([row["split"] for row in self.rows])


def mrda_tags(raw: str) -> frozenset[str]:
    """The tags that stand anywhere in a raw label of MRDA."""
    return frozenset(re.split(r"[|:.^]", raw))


def basic_class(raw: str) -> str:
    """Statement, backchannel, disruption, floor or question.

    A label with a disruption mark (``%``) is a disruption; else the last part after ``|`` (a turn that does two things)
    decides, of quoted speech (``:``) what stands before it, by its general tag. The shares that result are those
    published for MRDA (59, 14, 14, 7, 7 %).
    """
    if "%" in raw:
        return "D"
    general = re.split(r"[\^.]", raw.rsplit("|", maxsplit=1)[-1].split(":", maxsplit=1)[0])[0]
    return "Q" if general.startswith("q") else "B" if general == "b" else "F" if general in ("fh", "fg", "h") else "S"


def corpus_rows(folder: Path, name: str) -> list[dict[str, Any]]:
    """One corpus as read, ordered by conversation as they stand and by turn."""
    import pyarrow.parquet

    return pyarrow.parquet.read_table(folder / f"{name}.parquet").to_pylist()


def talk(rows: Sequence[Mapping[str, Any]], channel: str, source: str) -> tuple[list[Conversation], list[int]]:
    """Conversations of ``rows``, and the order the rows have in them."""
    groups: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        groups[row["conversation_id"]].append(place)
    conversations, order = [], []
    for name, places in groups.items():
        places.sort(key=lambda place: rows[place]["turn"])
        at = {rows[place]["turn"]: number for number, place in enumerate(places)}
        turns = []
        for number, place in enumerate(places):
            row = rows[place]
            to = row.get("reply_to")
            to = at.get(int(to)) if to is not None and to == to else None
            turns.append(
                Turn(
                    row["speaker"] or "", row["text"] or "", number + 1, row.get("start"), row.get("end"),
                    reply_to=to if to is not None and to < number else None,
                )
            )  # fmt: skip
        conversations.append(Conversation(name, source, channel, turns))
        order += places
    return conversations, order


Known = dict[str, float]
NAN = float("nan")
_FUTURE = re.compile(r"\b(i'll|i will|we'll|we will|i'm gonna|i'm going to|we're gonna|let me)\b", re.IGNORECASE)
# What nobody says by a backchannel, by taking the floor or by a bare yes: safe noes where a corpus has no such label.
_NEVER = dict.fromkeys(
    ("help_seeking", "mistake", "idea", "problem", "challenge", "introduction", "personal", "protection", "hostility",
     "commitment", "done", "question", "not_knowing"),
    0.0,
)  # fmt: skip


def _mrda(row: Mapping[str, Any]) -> Known:
    raw = row["raw_da"]
    tags, kind = mrda_tags(raw), basic_class(raw)
    known: Known = {f"tag_{tag}": float(bool(tags & set(any_of))) for tag, any_of in TAGS.items()}
    known |= {f"basic_{name}": float(kind == name) for name in BASIC}
    bare = kind in "BF"
    if bare:
        known |= _NEVER
    asks = bool(tags & set(TAGS["q"]))
    known["question"] = NAN if "qh" in tags else float(asks)
    known["not_knowing"] = float("no" in tags)
    known["mistake"] = NAN if tags & {"fa", "bsc", "bc", "bd"} else 0.0
    known["idea"] = 1.0 if "cs" in tags else NAN if "co" in tags or asks else 0.0
    known["thanks"] = float("ft" in tags)
    known["validation"] = 1.0 if "ba" in tags else NAN if tags & {"bs", "m", "aa"} else 0.0
    known["agreement"] = 1.0 if "aa" in tags else NAN if "aap" in tags or "bk" in tags else 0.0
    known["dismissal"] = 1.0 if "ar" in tags else NAN if tags & {"arp", "nd", "ng", "am"} else 0.0
    known["commitment"] = 1.0 if "cc" in tags else NAN if _FUTURE.search(row["text"]) else 0.0
    known["introduction"] = 0.0
    known["intent"] = 1.0 if tags & {"cc", "cs", "co"} else NAN if asks else 0.0
    known["links"] = float(row["reply_to"] is not None and row["reply_to"] == row["reply_to"])
    if asks and not tags & {"no"}:
        known |= {"introduction": 0.0, "done": 0.0, "personal": 0.0}
    return known


def _ami(row: Mapping[str, Any]) -> Known:
    labels = set(row["labels"])
    if not row["text"] or not labels & {
        "da:inf",
        "da:ass",
        "da:fra",
        "da:bck",
        "da:sug",
        "da:stl",
        "da:el.inf",
        "da:und",
        "da:el.ass",
        "da:be.pos",
        "da:off",
        "da:el.sug",
        "da:el.und",
    }:
        return {}  # fmt: skip
    known: Known = {}
    if labels & {"da:bck", "da:stl"}:
        known |= _NEVER
    asks = any(label.startswith("da:el.") for label in labels)
    known["question"] = 1.0 if asks and "?" in row["text"] else NAN if "?" in row["text"] or asks else 0.0
    known["idea"] = 1.0 if "da:sug" in labels else NAN if asks or "da:off" in labels else 0.0
    known["dismissal"] = 1.0 if "ap:NEG" in labels else NAN if labels & {"ap:PART", "ap:UNC"} else 0.0
    if "ap:POS" in labels and not asks:
        known["agreement"] = 1.0 if "da:ass" in labels else NAN
    elif "ap:NEG" in labels or labels & {"da:bck", "da:stl", "da:fra", "da:inf", "da:sug"}:
        known["agreement"] = 0.0
    if "da:bck" in labels:
        known["agreement"] = 0.0
    known |= {f"ami_{kind}": float(f"da:{kind}" in labels) for kind in AMI[:9]}
    known["ami_el"] = float(asks)
    known["intent"] = 1.0 if labels & {"da:sug", "da:off"} else NAN if asks else 0.0
    linked = row["reply_to"] is not None and row["reply_to"] == row["reply_to"]
    known["links"] = float(linked)
    if linked:
        known |= {"ami_pos": float("ap:POS" in labels), "ami_neg": float("ap:NEG" in labels)}
    return known


def _goemotions(row: Mapping[str, Any]) -> Known:
    feels = {label[4:] for label in row["labels"]}
    bad = feels & {"anger", "annoyance", "disgust"}
    dark = feels & {
        "disapproval",
        "disappointment",
        "sadness",
        "fear",
        "grief",
        "embarrassment",
        "confusion",
        "remorse",
    }
    known: Known = {"thanks": 1.0 if "gratitude" in feels else 0.0}
    known["hostility"] = 1.0 if feels & {"anger", "disgust"} or len(bad) > 1 else NAN if bad or dark else 0.0
    # Somebody approves or disapproves of something here; of what another proposed, who can say.
    known["dismissal"] = NAN if bad or dark else 0.0
    known["agreement"] = NAN if "approval" in feels else 0.0
    known["validation"] = (
        1.0 if "admiration" in feels else NAN if feels & {"caring", "gratitude", "approval", "love"} else 0.0
    )
    known["mistake"] = NAN if "remorse" in feels or "embarrassment" in feels else 0.0
    known["not_knowing"] = NAN if feels & {"confusion", "curiosity", "surprise"} else 0.0
    known["displeased"] = 1.0 if feels & _DISPLEASED else NAN if dark else 0.0
    return known | {f"feels_{name}": float(name in feels) for name in FEELINGS}


def _emailintent(row: Mapping[str, Any]) -> Known:
    yes = "intent:yes" in row["labels"]
    both = {"intent": float(yes), "mail": float(yes)}
    return both if yes else both | {"commitment": 0.0, "help_seeking": 0.0}


def _premo(row: Mapping[str, Any]) -> Known:
    labels = set(row["labels"])
    if "emo:anger" in labels:
        return {"hostility": 1.0, "displeased": 1.0}
    negative = "polarity:negative" in labels
    return {"hostility": NAN if negative else 0.0, "displeased": float(negative)}


def _politeness(row: Mapping[str, Any]) -> Known:
    polite, impolite = "polite" in row["labels"], "impolite" in row["labels"]
    known = {"polite": float(polite), "impolite": float(impolite)} if polite or impolite else {}
    known["intent"] = 1.0
    return known | ({"hostility": 0.0, "displeased": 0.0} if polite else {})


def _swears(text: str) -> bool:
    return not SWEARING.isdisjoint(tokens(text))


SWEARING: Final = TONES[0]
"""Rough words, at whomever or whatever: corpora of toxic comments count them; an attack they need not be."""
_ROUGH: Final = ("ours", "goemotions", "premo")
"""Where people swear."""


def _harsh(corpus: str, text: str, hostility: float) -> float:
    """Whether a turn is an attack or swears, as far as its corpus knows of attacks."""
    return 1.0 if corpus in _ROUGH and _swears(text) else hostility


_DISPLEASED: Final = frozenset({"anger", "annoyance", "disgust", "disapproval", "disappointment"})
"""Feelings of somebody who is displeased with a person, a thing or a decision."""
_MAYBE: Final = frozenset({"dismissal", "challenge", "problem", "personal"})
"""Labels of ours of which displeasure is not known unless it is marked."""


def _displeased(labels: frozenset[str], level: int | None) -> float:
    """Whether a turn of ours tells of displeasure: marked so, or an attack."""
    if labels & {"displeased", "hostility"}:
        return 1.0
    return NAN if labels & _MAYBE or level in (1, 2) else 0.0


FAINT: Final = -1.0
"""Stands for a faint no in ``Corpus.known``; no target: whoever fits takes :func:`targets`."""

RARE: Final = frozenset(
    {"problem", "help_seeking", "mistake", "challenge", "personal", "protection", "done", "hostility", "displeased"}
)
"""What no corpus but ours has, and real talk has seldom: a plain turn of four words or more is a faint no."""
_ASKED: Final = {"help_seeking", "challenge"}
_STUBBORN: Final = {"ar", "arp", "nd", "ng", "am"}


def targets(known: NDArray[np.float32], faint: float) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """What is known as 0..1 (NaN: nothing is), and how much each counts beside a plain word: 1, or ``faint``."""
    is_faint = known == FAINT
    return np.where(is_faint, np.float32(0), known), np.where(is_faint, np.float32(faint), np.float32(1))


def _rare(corpus: str, row: Mapping[str, Any]) -> frozenset[str]:
    """Of which labels a turn is a faint no."""
    if len((row["text"] or "").split()) < 4:
        return frozenset()
    if corpus == "mrda":
        tags = mrda_tags(row["raw_da"])
        unsure = {"challenge", "problem", "hostility", "displeased"} if tags & _STUBBORN else set()
        unsure |= {"mistake"} if tags & {"fa", "bsc", "bc", "bd"} else set()
        return RARE - unsure - (_ASKED if tags & set(TAGS["q"]) else set())
    labels = set(row["labels"])
    if corpus == "ami":
        unsure = {"problem", "challenge", "displeased"} if labels & {"da:ass", "ap:NEG", "ap:PART", "ap:UNC"} else set()
        asks = any(label.startswith("da:el.") for label in labels)
        return RARE - unsure - (_ASKED if asks else set())
    if corpus == "goemotions":
        return RARE if labels <= {"emo:neutral"} else RARE & {"protection", "done"}
    if corpus == "politeness":
        return RARE - {"problem", "challenge", "help_seeking", "hostility", "displeased"}
    if corpus == "emailintent":
        return RARE - {"problem", "help_seeking"}
    return frozenset({"protection", "personal"})


_KNOWN: Mapping[str, tuple[str, Callable[[Mapping[str, Any]], Known]]] = {
    "mrda": ("meeting", _mrda), "ami": ("meeting", _ami), "goemotions": ("chat", _goemotions),
    "emailintent": ("email", _emailintent), "premo": ("review", _premo), "politeness": ("review", _politeness),
}  # fmt: skip
_CHANNEL = {"swda": "meeting", "suggestbot_ps": "meeting", "oss_tbdf": "email", "toxicr": "review",
            "github_incivility": "review", "epitome": "chat", "uptake": "meeting"}  # fmt: skip


def read(folder: Path, name: str) -> Corpus:
    """One corpus; what is not to be trained on has no known labels."""
    rows = corpus_rows(folder, name)
    channel, label = _KNOWN.get(name, (_CHANNEL.get(name, "chat"), lambda _: {}))
    conversations, order = talk(rows, channel, name)
    rows = [rows[place] for place in order]

    def known(row: Mapping[str, Any]) -> Known:
        said = label(row)
        faint = dict.fromkeys(_rare(name, row), FAINT) if name in _KNOWN else {}
        whole = faint | {head: value for head, value in said.items() if value == value or head not in faint}
        return whole | {"harsh": _harsh(name, row["text"] or "", whole.get("hostility", NAN))}

    told = matrix(map(known, rows), len(rows))
    read_there = overlaid(name, rows)
    readings = np.full((len(rows), len(READ)), np.nan, np.float32)
    for place, said in read_there.items():
        readings[place] = [said[label] for label in READ]
        for label, head in TAUGHT.get(name, {}).items():
            told[place, HEADS.index(head)] = said[label]
    return Corpus(name, conversations, told, rows, readings)


def matrix(known: Iterable[Known], n: int) -> NDArray[np.float32]:
    """(n, len(HEADS)) what is known, as numbers."""
    out = np.full((n, len(HEADS)), np.nan, np.float32)
    column = {head: place for place, head in enumerate(HEADS)}
    for number, labels in enumerate(known):
        for head, value in labels.items():
            out[number, column[head]] = value
    return out


_ASKING = re.compile(r"\b(please|pls|kindly|let (me|us) know|send|tell|could you|can you|would you)\b", re.IGNORECASE)
_ANSWERING = frozenset({"thanks", "validation", "agreement", "dismissal"})


def held_out(name: str) -> bool:
    """Whether a conversation of ours is kept for measuring: ten neighbours together, for twins stand side by side."""
    head, _, number = name.rpartition("-")
    return zlib.crc32(f"{head} {int(number) // 10}".encode()) % 5 == 0


def ours(folder: Path = FOLDER) -> Corpus:
    """Our own examples; a fifth, in stretches of ten, is kept for measuring (split ``held``)."""
    conversations, rows, known = [], [], []
    for example in examples(folder):
        held = held_out(example.id)
        turns = []
        for number, turn in enumerate(example.turns):
            turns.append(Turn(turn.speaker, turn.text, number + 1, reply_to=turn.answers))
            labels = {label: float(label in turn.labels) for label in LABELS}
            wants = bool(turn.labels & {"commitment", "help_seeking", "idea", "request"})
            # Requests are marked in mail alone; elsewhere what may be one is no no.
            may_ask = "question" in turn.labels or (example.channel != "email" and _ASKING.search(turn.text))
            labels["intent"] = 1.0 if wants else NAN if may_ask else 0.0
            labels["harsh"] = _harsh("ours", turn.text, labels["hostility"])
            labels["displeased"] = _displeased(turn.labels, turn.level)
            if turn.labels & {"displeased", "hostility"}:
                # Mockery proposes and threats promise in the same words as others do: they are no lesson in either.
                labels |= dict.fromkeys({"idea", "commitment"} - turn.labels, NAN)
            if example.channel == "email":
                labels["mail"] = labels["intent"]
            if number:
                labels["links"] = float(turn.answers is not None or bool(turn.labels & _ANSWERING))
            known.append(labels)
            rows.append({
                "conversation_id": example.id, "turn": number, "text": turn.text, "speaker": turn.speaker,
                "split": "held" if held else "train", "level": turn.level, "steps": turn.steps,
                "labels": sorted(turn.labels), "answers": turn.answers, "channel": example.channel,
            })  # fmt: skip
        conversations.append(Conversation(example.id, "ours", example.channel, turns))
    return Corpus("ours", conversations, matrix(known, len(rows)), rows)
