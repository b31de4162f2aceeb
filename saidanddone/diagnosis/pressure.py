"""Which commitments fell due under pressure: stretches of pressure laid over due times (MISSION T10)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from saidanddone.evidence.pseudonym import normalise

__all__ = ["with_pressure"]


def with_pressure(commitments: pa.Table, stretches: pa.Table) -> pa.Table:
    """The commitments with ``pressure`` filled in where the source left it open.

    A commitment was under pressure when its *first* due time lies in a stretch ``[from_us, to_us]`` of its own team
    or of everybody. The first, because moving a due time out of a bad week does not make the week calm. Undated
    commitments stay open, and without any stretch so does everything: calm is known only where somebody said when
    it was not.
    """
    if stretches.num_rows == 0 or commitments.num_rows == 0:
        return commitments
    due = pc.coalesce(commitments.column("first_due_us"), commitments.column("due_us"))
    dated = due.is_valid().to_numpy(zero_copy_only=False)
    due_us = due.fill_null(0).to_numpy(zero_copy_only=False)
    coded = pc.dictionary_encode(commitments.column("team").combine_chunks())
    team = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    teams = [normalise(name) for name in coded.dictionary.to_pylist()]
    under = np.zeros(commitments.num_rows, dtype=bool)
    for stretch in stretches.select(["team", "from_us", "to_us"]).to_pylist():
        within = dated & (due_us >= stretch["from_us"]) & (due_us <= stretch["to_us"])
        if stretch["team"] is not None:
            within &= np.isin(team, _codes(teams, stretch["team"]))
        under |= within
    said = pa.array(under, mask=~dated)
    position = commitments.schema.get_field_index("pressure")
    filled = pc.coalesce(commitments.column("pressure"), said)
    return commitments.set_column(position, commitments.schema.field("pressure"), filled)


def _codes(teams: list[str], name: str) -> Any:
    wanted = normalise(name)
    return [code for code, team in enumerate(teams) if team == wanted]
