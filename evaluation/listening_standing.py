"""Write how far each label may be trusted into ``saidanddone/listening/weights/standing.json``, as measured.

Of the conversations of a corpus that were not trained on, one half (by hash of the name) picks the threshold: the lowest at which
nine hits in ten are right, else the one of the highest F1. The other half says how right it is there, with a 90 % interval
(Wilson). Low end from .85: counted; precision from .60: counted with a stated error; else, or never measured: proposed.
Ideas and commitments are always proposed.
"""

from __future__ import annotations

import json
import os
import sys
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from listening_measures import best_threshold, negative_pairs, part
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[1] / "training"))

from corpora import TAGS, mrda_tags, read

from saidanddone.listening.labels import LABELS
from saidanddone.listening.lean import Lean, lean

__all__ = ["SHARED", "TARGETS", "standing", "wilson"]

SHARED = Path(os.environ.get("SAIDANDDONE_SHARED") or Path(__file__).parents[2] / "shared") / "data" / "conversations"
WHERE = Path(__file__).parents[1] / "saidanddone" / "listening" / "weights" / "standing.json"
Row = Mapping[str, Any]


def _mrda(*tags: str) -> Callable[[Row], bool]:
    return lambda row: bool(mrda_tags(row["raw_da"]) & set(tags))


def _label(*labels: str) -> Callable[[Row], bool]:
    return lambda row: bool(set(labels) & set(row["labels"]))


def _target(target: str) -> Callable[[Row], bool]:
    return lambda row: target in row["target"]


def _asks(row: Row) -> bool:
    return any(label.startswith("da:q") for label in row["labels"])


TARGETS: Mapping[tuple[str, str], tuple[tuple[str, Callable[[Row], bool]], ...]] = {
    ("question", "spoken"): (("mrda", _mrda(*TAGS["q"])), ("swda", _asks)),
    ("thanks", "spoken"): (("mrda", _mrda("ft")), ("swda", _label("da:ft"))),
    ("mistake", "spoken"): (("mrda", _mrda("fa")), ("swda", _label("da:fa"))),
    ("not_knowing", "spoken"): (("mrda", _mrda("no")),),
    ("validation", "spoken"): (("mrda", _mrda("ba")), ("swda", _label("da:ba"))),
    ("agreement", "spoken"): (("mrda", _mrda("aa")), ("swda", _label("da:aa"))),
    ("dismissal", "spoken"): (("mrda", _mrda("ar")), ("ami", _label("ap:NEG"))),
    ("commitment", "spoken"): (("mrda", _mrda("cc")), ("swda", _label("da:oo_co_cc"))),
    ("idea", "spoken"): (("mrda", _mrda("cs")), ("ami", _label("da:sug"))),
    ("thanks", "written"): (("goemotions", _label("emo:gratitude")),),
    ("agreement", "written"): (("goemotions", _label("emo:approval")),),
    ("hostility", "written"): (
        ("oss_tbdf", _target("resp.hostility")), ("github_incivility", _target("resp.hostility")),
        ("toxicr", _target("resp.hostility")),
    ),
    ("dismissal", "written"): (("oss_tbdf", _target("resp.rejection")), ("github_incivility", _target("resp.rejection"))),
    ("mistake", "written"): (("oss_tbdf", _label("tbdf:sincere_apologies")),),
}  # fmt: skip
"""Of each label and kind of channel, the corpora that have it, and which of their turns count as right."""

NAMES: Mapping[str, str] = {
    "mrda": "MRDA", "swda": "SwDA", "ami": "AMI", "goemotions": "GoEmotions", "oss_tbdf": "open-source incivility (mail, issues)",
    "github_incivility": "GitHub incivility", "toxicr": "ToxiCR code review",
}  # fmt: skip
KINDS = {"spoken": ("meeting",), "written": ("chat", "email", "review")}
HELD = {"mrda": "dev", "ami": "dev", "goemotions": "dev"}
"""Of what was trained on, the split that was not; of what was not, everything is used."""


def wilson(right: int, n: int) -> tuple[float, float]:
    """90 % interval of a share."""
    z, p = 1.6448536, right / n
    middle, half = p + z * z / (2 * n), z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return float((middle - half) / (1 + z * z / n)), float((middle + half) / (1 + z * z / n))


def standing(
    right: NDArray[np.bool_], score: NDArray[Any], first: NDArray[np.bool_], measured_on: str, *, proposed: bool
) -> dict[str, Any]:
    """Threshold picked where ``first``, measured where not."""
    y, s = right[first], score[first]
    order = np.argsort(-s, kind="stable")
    precision = np.cumsum(y[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero((precision >= 0.9) & (np.arange(len(order)) >= 9))
    threshold = float(s[order][good[-1]]) if len(good) else best_threshold(y, s)
    threshold = min(max(threshold, 0.02), 0.98)
    y, said = right[~first], score[~first] >= threshold
    hits = int((y & said).sum())
    told: dict[str, Any] = {"threshold": round(threshold, 4), "measured_on": measured_on, "tier": "proposed"}
    told |= dict.fromkeys(("precision", "low", "high", "recall"))
    if said.any():
        low, high = wilson(hits, int(said.sum()))
        share = hits / int(said.sum())
        told |= {"precision": round(share, 3), "low": round(low, 3), "high": round(high, 3),
                 "recall": round(hits / max(int(y.sum()), 1), 3)}  # fmt: skip
        if not proposed:
            told["tier"] = "counted" if low >= 0.85 else "stated_error" if share >= 0.6 else "proposed"
    return told


def measured(listener: Lean, folder: Path) -> dict[str, dict[str, Any]]:
    """``label/kind`` over all its corpora, and ``label/kind/corpus`` of each alone."""
    heard: dict[str, tuple[NDArray[np.float32], list[dict[str, Any]], NDArray[np.bool_]]] = {}
    found = {}
    for (label, kind), corpora in TARGETS.items():
        pooled = []
        for name, counts in corpora:
            if name not in heard:
                corpus = read(folder, name)
                talk, rows = part(corpus, HELD[name]) if name in HELD else (corpus.conversations, corpus.rows)
                turns = np.concatenate([scores.turns for scores in listener.score(talk)])
                half = np.array([zlib.crc32(f"half {row['conversation_id']}".encode()) % 2 == 0 for row in rows])
                heard[name] = turns, rows, half
            turns, rows, half = heard[name]
            right = np.array([counts(row) for row in rows])
            score = turns[:, LABELS.index(label)]
            pooled.append((right, score, half))
            never = label in ("idea", "commitment")
            found[f"{label}/{kind}/{name}"] = standing(right, score, half, NAMES[name], proposed=never)
        # The first corpus is the one nearest to work; the label's standing must hold in each of them.
        each = [found[f"{label}/{kind}/{name}"] for name, _ in corpora]
        worst = min(each, key=lambda one: one["low"] or 0.0)
        tiers = ("counted", "stated_error", "proposed")
        joint = standing(*(np.concatenate(columns) for columns in zip(*pooled, strict=True)),
                         ", ".join(NAMES[name] for name, _ in corpora), proposed=label in ("idea", "commitment"))  # fmt: skip
        joint["tier"] = max(joint["tier"], worst["tier"] if len(each) == 1 else joint["tier"], key=tiers.index)
        found[f"{label}/{kind}"] = joint
    corpus = read(folder, "ami")
    right, score = negative_pairs(listener, *part(corpus, "dev"))
    half = np.arange(len(right)) < len(right) // 2
    found["negative/spoken"] = standing(right, score, half, "AMI replies", proposed=False)
    return found


def main() -> None:
    """Measure the shipped weights and write."""
    found = measured(lean(), SHARED)
    told: dict[str, dict[str, Any]] = {}
    for key, value in found.items():
        label, kind, *corpus = key.split("/")
        if not corpus:
            told |= {f"{label}/{channel}": value for channel in KINDS[kind]}
    WHERE.write_text(
        json.dumps({"standing": told, "measured": found}, indent=1, sort_keys=True) + "\n", encoding="utf-8"
    )
    for key, value in found.items():
        print(f"{key:38} {value['tier']:12} {value['threshold']:.2f}  P {value['precision']}  R {value['recall']}")


if __name__ == "__main__":
    main()
