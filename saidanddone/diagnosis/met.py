"""One act, one row: every act of vulnerability with the one response that counts for it (MODEL §2, MISSION S3)."""

from __future__ import annotations

import pyarrow as pa

__all__ = ["SCHEMA"]

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
(nobody answered and a leader was there: ``level`` is 2, responder and role null) | ``unsettled`` (answered, but nobody
has said how: no level) | ``unseen`` (no answer known, and nobody knows whether a leader was there: no level).
``cluster``: one value a meeting or thread of one team (else the team's UTC day). ``channel``: ``meeting``,
``writing`` or ``table``. ``followed``: as in ``evidence.response``, ``unknown`` without a response.
"""
