"""Whether the speakers of a table are codes rather than names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from saidanddone.evidence.pseudonym import PSEUDONYM

__all__ = ["is_pseudonymous"]

_ROLES: Final = (
    "speaker|spk|participant|person|user|member|leader|lead|manager|employee|agent|customer|client|caller|teacher|student|"
    "tutor|patient|therapist|doctor|seeker|responder|supporter|interviewer|interviewee|moderator|host|guest|subject|rater|"
    "author|reviewer|maintainer|contributor|developer|operator|facilitator|chair|anon|anonymous|unknown|team|respondent"
)
_CODE: Final = re.compile(
    "|".join(
        (
            r"\d{1,20}",  # a number
            r"[a-z]",  # a letter
            r"[a-z][-_ ]?\d{1,6}",  # a letter and a number: S12, P-07
            r"[a-z]{2}\d{3,6}",  # two letters and three figures or more: fe016
            r"pm|ui|id|me|ux",  # the roles of design meetings
            rf"(?:{_ROLES})s?(?:[-_ #]{{0,2}}(?:\d{{1,9}}|[a-z]))?",  # a role, numbered or lettered
            r"[a-z]?[-_]?(?=[0-9a-f]*\d[0-9a-f]*\d)[0-9a-f]{8,64}",  # hexadecimal with two figures or more
            r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}",  # a UUID
            r"[uw](?=[a-z0-9]*\d)[a-z0-9]{8,10}",  # an id of a chat
            PSEUDONYM.pattern,
        )
    )
)
_CHAT_ID: Final = re.compile(r"[UW][A-Z0-9]{8,10}")


def is_pseudonymous(labels: Iterable[str]) -> bool:
    """Whether none of these labels could be somebody's name (PRIVACY: turn-level output, ``listen --scores``).

    Every label must be a code by the written rule: a number, a letter, one letter and a number, two letters and at
    least three figures, a role word alone or numbered, a hexadecimal string or UUID, an id of a chat in capitals, or a
    pseudonym of ours. One label that is none of these makes the whole table one with names. No labels: nobody is named.

    >>> is_pseudonymous(["A", "fe016", "Speaker 2", ""]), is_pseudonymous(["A", "Ana"]), is_pseudonymous(["bob7"])
    (True, False, False)
    """
    return all(_is_code(label) for label in labels if label.strip())


def _is_code(label: str) -> bool:
    plain = label.strip()
    if not plain.isascii() or not _CODE.fullmatch(plain.casefold()):
        return False
    looks_like_id = re.fullmatch(r"[uw][a-z0-9]{8,10}", plain.casefold()) is not None
    hexadecimal = re.fullmatch(r"[a-z]?[-_]?[0-9a-f]{8,64}", plain.casefold()) is not None
    return hexadecimal or not looks_like_id or bool(_CHAT_ID.fullmatch(plain))
