"""A released diagnosis as a PDF: the page's own words, set on A4 or Letter by typst, on this machine alone.

The typesetter's program (``paper.typ``) is constant. Everything a person or a file said reaches it as data, never as
markup, so that no name can become a command; it has no folder, no package and no clock to reach for.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import UTC, tzinfo
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from saidanddone.privacy.release import ReleasedDiagnosis, require_released
from saidanddone.report import page
from saidanddone.report.lasttime import LastTime
from saidanddone.report.markup import Markup
from saidanddone.report.tokens import LIGHT, SPACE, TYPE
from saidanddone.report.tree import Node, read_markup, walked
from saidanddone.report.voice import only_shown

if TYPE_CHECKING:
    import typst

__all__ = ["FONT", "PAPERS", "ROOM", "compiled", "render", "sheets"]

PAPERS: Final = {"a4": "a4", "letter": "us-letter"}
"""A sheet's name -> typst's name for it."""

ROOM: Final = page.Room(
    rows=600, rows_of_a_unit=60, units=40, drawn=24, pictured=24, tabled=400, unfolded=3, problems=40
)  # fmt: skip
"""What paper has room for: less than a screen, since nobody searches or unfolds it."""

ROWS_OF_ONE_AMONG_SEVERAL: Final = 10
"""Among several, each unit begins a sheet, to be handed over by itself; so many rows let most end on it."""

BASES: Final = (10.5, 10.0, 9.5, 9.0, 8.6, 8.2)
"""Sizes of the text in points, each tried until page one is one page."""

RUNS_ON: Final = 9.5
"""The size where page one is none at any of them: nothing is won by small letters then."""

FONT: Final = "Libertinus Serif"
"""Comes inside typst, as does DejaVu Sans Mono for commands: the same on every machine, and without the network."""

STANDARD: Final = "ua-1"
"""PDF/UA-1: tagged, titled, with a language and a text for every picture. Typst refuses what falls short of it."""


def render(
    diagnosis: ReleasedDiagnosis,
    *,
    zone: tzinfo = UTC,
    mark: str | None = None,
    remembered: Sequence[LastTime] = (),
    voice: str = "leader",
    paper: str = "a4",
) -> bytes:
    """The diagnosis as the bytes of a PDF, the same bytes whenever it is the same diagnosis.

    Args:
        zone, mark, remembered, voice: as for the page. paper: a key of :data:`PAPERS`.

    Raises:
        NotReleased: privacy has not released it.
    """
    require_released(diagnosis)
    several = len(only_shown(diagnosis, voice).released) > 1
    room = replace(ROOM, rows_of_a_unit=ROWS_OF_ONE_AMONG_SEVERAL) if several else ROOM
    said = page.body(diagnosis, zone=zone, mark=mark, remembered=remembered, room=room, voice=voice)
    return sheets(page.title(diagnosis, zone), said, paper)


def sheets(title: str, said: Markup, paper: str = "a4") -> bytes:
    """A page's own words, set on sheets; ``title`` is the document's, ``paper`` a key of :data:`PAPERS`."""
    tree = read_markup(said)
    given = {
        "title": title,
        "head": _running_head(tree),
        "paper": PAPERS[paper],
        "colours": asdict(LIGHT),
        "sizes": dict(TYPE),
        "space": list(SPACE),
        "font": FONT,
        "body": _given(tree),
    }
    return _set(given)


def _set(given: dict[str, Any]) -> bytes:
    """Compile the constant program on what is given, in an empty folder."""
    import typst

    program = (resources.files("saidanddone") / "report" / "paper.typ").read_bytes()
    with tempfile.TemporaryDirectory() as empty:

        def compiler(base: float, *, own_fonts: bool, body: list[Any]) -> typst.Compiler:
            return typst.Compiler(
                program, root=empty, ignore_system_fonts=own_fonts, package_path=empty, package_cache_path=empty,
                sys_inputs={"given": _json(given | {"base": base, "body": body, "linked": body is not first})},
            )  # fmt: skip

        body = given["body"]
        first = _page_one(body)
        tried = (base for base in BASES if _is_one_page(compiler(base, own_fonts=True, body=first)))
        base = next(tried, RUNS_ON)
        return compiled(lambda own_fonts: compiler(base, own_fonts=own_fonts, body=body))


def compiled(compiler: Callable[[bool], typst.Compiler]) -> bytes:
    """The PDF of a program that is asked for with typst's own fonts alone, or with the system's beside them.

    A name may hold signs that typst's own fonts lack. Only then are the system's fonts looked through, and where they
    lack them too the sign is drawn as a box, which PDF/UA does not allow.
    """
    import typst

    for own_fonts, accessible in ((True, True), (False, True), (False, False)):
        standards: list[typst.PDFStandard] = [STANDARD] if accessible else []
        try:
            made = compiler(own_fonts).compile(format="pdf", pdf_standards=standards)
        except typst.TypstError as refused:
            if "could not be displayed" not in refused.message:
                raise
        else:
            break
    if not isinstance(made, bytes):
        raise TypeError("typst gave no PDF.")
    return made


def _page_one(body: list[Any]) -> list[Any]:
    """What page one holds: all to the end of what would change the answer."""
    parts = [part for node in body if node["name"] == "main" for part in node["inside"]]
    ends = [i for i, part in enumerate(parts, start=1) if part["place"] == "change"]
    return parts[: ends[0]] if ends else []


def _is_one_page(compiler: typst.Compiler) -> bool:
    return all(sheet == 1 for sheet in json.loads(compiler.query("<page-one>", field="value")))


def _json(given: dict[str, Any]) -> str:
    # A lone half of a surrogate pair is no character, and JSON readers refuse it.
    return json.dumps(given, ensure_ascii=False).encode("utf-8", errors="replace").decode("utf-8")


# --- From the page's tree to what the program knows -----------------------------------------------------------------

_SHARE: Final = re.compile(r"(left|right):(-?[\d.]+)%")
_SIZE: Final = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


def _given(nodes: tuple[Node | str, ...]) -> list[Any]:
    """The tree as JSON has it: text as it is, an element as an object with what paper needs of it."""
    ids = {node.attributes["id"] for node in walked(nodes) if "id" in node.attributes}
    wanted = {node.attributes.get("href", "").removeprefix("#") for node in walked(nodes)} & ids
    return [_one(node, wanted, None) for node in nodes if not _spare(node)]


def _running_head(nodes: tuple[Node | str, ...]) -> list[str]:
    """What the page's own head says, part by part, from its left to its right."""
    heads = [node for node in nodes if isinstance(node, Node) and node.name == "header"]
    return [_words(part) for head in heads for part in head.inside]


def _words(node: Node | str) -> str:
    return node if isinstance(node, str) else "".join(_words(part) for part in node.inside)


def _spare(node: Node | str) -> bool:
    """What a sheet has no use for: its running head says what the page's does, and it is never a phone."""
    return isinstance(node, Node) and (node.name == "header" or "narrow" in node.classes)


def _one(node: Node | str, wanted: set[str], alt: str | None) -> Any:
    if isinstance(node, str):
        return node
    attributes = node.attributes
    alt = attributes.get("aria-label", alt)
    made: dict[str, Any] = {"name": node.name, "classes": list(node.classes)}
    made["place"] = attributes.get("id", "")
    if made["place"] in wanted:
        made["id"] = made["place"]
    if attributes.get("href", "").removeprefix("#") in wanted:
        made["to"] = attributes["href"].removeprefix("#")
    if "data-said" in attributes:
        made["said"] = attributes["data-said"]
    for side, share in _SHARE.findall(attributes.get("style", "")):
        made[side] = float(share) / 100
    if alt is not None and ("role" in attributes or node.name == "svg"):
        made["alt"] = alt
    if node.name == "svg":
        made |= _drawing(attributes["source"])
    made["inside"] = [_one(part, wanted, alt) for part in node.inside if not _spare(part)]
    return made


def _drawing(source: str) -> dict[str, Any]:
    """A drawing as a document of its own, in paper's font, with the size it was drawn at in pixels."""
    found = _SIZE.search(source)
    wide, high = (float(side) for side in found.groups()) if found else (400.0, 300.0)
    alone = source.replace("<svg", f'<svg xmlns="http://www.w3.org/2000/svg" font-family="{FONT}"', 1)
    return {"source": alone, "wide": wide, "high": high}
