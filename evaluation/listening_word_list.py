"""A plain word list for each label that is measured: what the listener has to beat; written before it was tuned.
(Problems and challenges came with the meetings that were read turn by turn, before anything was measured on those.)

A turn's score is how many different entries of the list stand in it, then how dense they are: as fair as a list can be.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["LISTS", "by_word_list"]

LISTS: Mapping[str, str] = {
    "question": r"\?|\b(?:what|who|where|when|why|how|which|could you|can you|do you|does anyone|is there)\b",
    "mistake": r"\b(?:sorry|apolog\w+|my (?:fault|mistake|bad)|i was wrong|i forgot|i missed|i messed up|oops|"
    r"pardon)\b",
    "thanks": r"\b(?:thank\w*|thanks|thx|cheers|appreciate\w*|grateful)\b",
    "dismissal": r"\b(?:no|nope|nah|not really|don't think so|disagree|wrong|won't|can't|reject\w*|nack|nak|pointless|"
    r"useless|bad idea|makes no sense|never|not going to|no way|nonsense)\b",
    "not_knowing": r"\b(?:don't know|dunno|no idea|not sure|unsure|don't understand|confused|can't remember|unclear)\b",
    "validation": r"\b(?:great|good|nice|cool|excellent|awesome|wonderful|perfect|well done|good point|"
    r"interesting|neat)\b",
    "agreement": r"\b(?:yes|yeah|yep|agree\w*|right|exactly|sure|absolutely|definitely|sounds good|makes sense|true)\b",
    "commitment": r"\b(?:i'll|i will|we'll|we will|i'm going to|going to|i promise|let me)\b",
    "intent": r"\b(?:i'll|i will|we'll|we will|please|could you|can you|would you|need to|let me know|send|call|"
    r"schedule|"
    r"by (?:monday|tuesday|wednesday|thursday|friday|tomorrow)|asap|let's|attached|review|confirm|provide|forward)\b",
    "idea": r"\b(?:let's|we should|we could|you could|you should|maybe we|how about|what about|why don't|suggest\w*|"
    r"propose)\b",
    "problem": r"\b(?:problem\w*|issues?|bugs?|broken?|fail\w*|errors?|wrong|crash\w*|risk\w*|late|delay\w*|missing|"
    r"lost|worr\w+|concern\w*|trouble|difficult\w*|expensive|too|doesn't|can't|not enough)\b",
    "challenge": r"\b(?:but|no|don't think|disagree|why|not sure|wrong|actually|however|instead|really|rather|"
    r"wouldn't|shouldn't|makes no sense|doesn't make sense)\b",
    "hostility": r"\b(?:stupid|idiot\w*|dumb|moron\w*|shit\w*|bullshit|crap\w*|fuck\w*|damn|damned|hell|ass|asshole|"
    r"suck\w*|"
    r"garbage|trash|ridiculous|pathetic|insane|crazy|retard\w*|shut up|hate|terrible|horrible|awful|wtf|ugly|lame|"
    r"incompetent|clueless|nonsense|wasting|lazy|screw\w*|bitch\w*|disgusting|worthless|useless|liar|lying)\b",
}  # fmt: skip
"""Of each label, what is looked for."""


def by_word_list(label: str, texts: Sequence[str]) -> NDArray[np.float64]:
    """(n,) score of each text: different hits, then hits a word."""
    find = re.compile(LISTS[label])
    scores = []
    for text in texts:
        hits = find.findall(text.lower().replace("’", "'"))
        scores.append(len(set(hits)) + min(len(hits) / (1 + len(text.split())), 0.99))
    return np.array(scores)
