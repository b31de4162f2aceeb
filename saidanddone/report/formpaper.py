"""A pulse as a PDF: one sheet with two sides, set by typst from the words of ``formwords``, on this machine alone.

As with ``paper``, the typesetter's program (``form.typ``) is constant and every word reaches it as data.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import asdict
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from saidanddone.report.formwords import (
    AGREEING,
    COSTED,
    FIRST,
    FITS,
    FITTING,
    HANDING,
    TYPIST,
    Form,
    costs,
)
from saidanddone.report.paper import FONT, PAPERS, compiled
from saidanddone.report.tokens import LIGHT, SPACE, TYPE
from saidanddone.report.words import plain

if TYPE_CHECKING:
    import typst

__all__ = ["SIDES", "render"]

SIDES: Final = 2
"""Of a sheet: what a pulse should fit on."""

_TRIED: Final = ((10.5, 8.5), (10.5, 7.0), (10.0, 6.0), (9.5, 5.0), (9.2, 4.0), (9.0, 3.2))
"""Sizes of the text in points, and white above and below a line of boxes; each tried until all fits on a sheet."""


def render(form: Form, *, paper: str = "a4") -> bytes:
    """The form as the bytes of a PDF, the same bytes whenever it is the same form; ``paper`` as for a report."""
    import typst

    program = (resources.files("saidanddone") / "report" / "form.typ").read_bytes()
    given = _given(form) | {"paper": PAPERS[paper]}
    with tempfile.TemporaryDirectory() as empty:

        def compiler(size: tuple[float, float], own_fonts: bool) -> typst.Compiler:
            told = json.dumps(given | {"base": size[0], "room": size[1]}, ensure_ascii=False)
            return typst.Compiler(
                program, root=empty, ignore_system_fonts=own_fonts, package_path=empty, package_cache_path=empty,
                sys_inputs={"given": told.encode("utf-8", errors="replace").decode("utf-8")},
            )  # fmt: skip

        size = next((one for one in _TRIED if _sides(compiler(one, own_fonts=True)) <= SIDES), _TRIED[3])
        return compiled(lambda own_fonts: compiler(size, own_fonts))


def _sides(compiler: typst.Compiler) -> int:
    return max(map(int, json.loads(compiler.query("<sides>", field="value"))))


def _given(form: Form) -> dict[str, Any]:
    """All that the program is handed."""
    statements = [_statements(*AGREEING, {str(point): words for point, words in form.points.items()}, form.items)]
    if form.scale is not None:
        scale = form.scale.template
        points = dict.fromkeys(map(str, range(scale.low, scale.high + 1)), "")
        points |= dict(zip((str(scale.low), str(scale.high)), FITS, strict=True))
        words = {item: plain(words) if words else "" for item, words in zip(scale.ids(), form.scale.words, strict=True)}
        statements.append(_statements(FITTING, "", points, words))
    sizes = {} if form.people is None else costs(form.people)
    return {
        "title": form.title, "head": list(form.head), "headline": form.headline, "lead": form.lead,
        "first": FIRST, "notice": [list(pair) for pair in form.notice], "typist": TYPIST, "small": form.small,
        "costed": list(COSTED),
        "costs": [{"people": n, "chance": share, "yours": n == form.people} for n, share in sizes.items()],
        "statements": statements,
        "grids": [
            {
                "title": grid.title, "hint": grid.hint, "first": place == 0,
                "columns": [[column.name, column.words] for column in grid.columns],
                "rows": [list(row) for row in grid.rows.items()],
            }
            for place, grid in enumerate(form.grids)
        ],
        "counted": [[column.name, column.words] for column in form.counted],
        "handing": HANDING, "hand_in": list(form.hand_in), "small_print": list(form.small_print),
        "colours": asdict(LIGHT), "sizes": dict(TYPE), "space": list(SPACE), "font": FONT,
    }  # fmt: skip


def _statements(title: str, hint: str, points: dict[str, str], rows: Any) -> dict[str, Any]:
    return {
        "title": title,
        "hint": hint,
        "points": [list(point) for point in points.items()],
        "rows": [list(row) for row in rows.items()],
    }
