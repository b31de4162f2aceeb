"""AMI meetings as responses: who answered what one said with agreement, in part, unsure or with disagreement.

It is agreement, not reward: nobody in a design meeting was punished for a suggestion, and to disagree may be to take an
idea seriously. It stands in for levels because it is the only large public record of one act, one response, one team.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow.parquet as pq

from saidanddone.evidence.act import STAGES
from saidanddone.evidence.outcome import DAY_US
from saidanddone.forecast.safety.rows import Responses
from saidanddone.simulation.speaking import BEGAN_US

__all__ = ["CORPUS", "KINDS", "LEVEL", "ami"]

SHARED = Path(os.environ.get("SAIDANDDONE_SHARED") or Path(__file__).resolve().parents[2] / "shared")
CORPUS = SHARED / "data" / "conversations" / "ami.parquet"

LEVEL: Final[Mapping[str, int]] = {"ap:NEG": 2, "ap:UNC": 3, "ap:PART": 3, "ap:POS": 4}
"""What a typed reply is taken for: disagreement is brushed aside, doubt and half agreement are answers."""

KINDS: Final[Mapping[str, str]] = {
    "da:inf": "learner", "da:off": "contributor", "da:sug": "contributor", "da:ass": "challenger",
}  # fmt: skip
"""Acts that are answered with a type, and the rung each is put on: facts told, offers, suggestions, judgements."""


def ami() -> tuple[Responses, tuple[str, ...]]:
    """Every act that somebody else answered with a type, in order of time, and the kind of each.

    One act is one row: the first typed reply of another speaker. A team is one series of meetings (ES2002a–d), a
    meeting a cluster, a responder a speaker of one series; meetings of a series are put a day apart.

    Raises:
        FileNotFoundError: the corpus is not beside this clone.
    """
    columns = ["conversation_id", "turn", "speaker", "labels", "reply_to", "start"]
    turns: dict[str, dict[int, Mapping[str, Any]]] = {}
    for turn in pq.read_table(CORPUS, columns=columns).to_pylist():
        turns.setdefault(turn["conversation_id"], {})[turn["turn"]] = turn
    found: list[tuple[str, str, float, str, int, str]] = []
    for meeting, said in sorted(turns.items()):
        answered: set[int] = set()
        for _, turn in sorted(said.items()):
            act = said.get(turn["reply_to"]) if turn["reply_to"] is not None else None
            types = [label for label in turn["labels"] if label in LEVEL]
            if act is None or not types or act["speaker"] == turn["speaker"] or act["turn"] in answered:
                continue
            kinds = [label for label in act["labels"] if label in KINDS]
            if kinds:
                answered.add(act["turn"])
                team = meeting.rstrip("abcd")
                found.append((team, meeting, act["start"], turn["speaker"], LEVEL[types[0]], kinds[0]))
    found.sort(key=lambda one: (one[0], one[1], one[2]))
    team, meeting, start, speaker, level, kind = zip(*found, strict=True)
    teams, team_code = np.unique(team, return_inverse=True)
    meetings, cluster = np.unique(meeting, return_inverse=True)
    people = np.unique([f"{one}{who}" for one, who in zip(team, speaker, strict=True)], return_inverse=True)[1]
    day = np.array([ord(name[-1]) - ord("a") if name[-1].isalpha() else 0 for name in meetings])[cluster]
    n = len(found)
    return Responses(
        teams=tuple(str(name) for name in teams),
        team=team_code.astype(np.int64),
        cluster=cluster.astype(np.int64),
        responder=people.astype(np.int64),
        role=np.full(n, -1, np.int64),
        stage=np.array([STAGES.index(KINDS[one]) for one in kind], np.int64),
        level=np.array(level, np.int64),
        weight=np.ones(n),
        witnessed=np.zeros(n, bool),
        at_us=(BEGAN_US + day * DAY_US + np.array(start) * 1e6).astype(np.int64),
        channel=np.zeros(n, np.int64),
    ), kind
