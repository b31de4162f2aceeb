"""Whether 20,000 malformed rows of each format raise nothing, are told in sentences that quote nothing, and add up.

Good rows of every format are broken by a seeded hand: cells swapped, dropped, doubled, cut, filled with what no cell
should hold; lines torn; bytes changed; JSON values put in each other's places. Nothing may raise; each problem is a
sentence of ours without a word of the input; rows read, understood and unread add up to the rows there were, wherever
it can be said how many there were: in tables written as CSV is, and in JSON that is not cut short.

Conversations are broken likewise, sign by sign; how many turns a broken one has nobody can say, so there is nothing to
add up.
"""

from __future__ import annotations

import copy
import csv
import io
import json
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from random import Random
from typing import Any

from saidanddone.errors import SaidAndDoneError
from saidanddone.evidence.people import People
from saidanddone.evidence.problem import Problem
from saidanddone.privacy import policy
from saidanddone.sources import roster
from saidanddone.sources.conversations import Asked, open_talk
from saidanddone.sources.detect import read_paths

ROWS, FILES, SEED = 20_000, 40, 20261122
SECRET = "Zebediah"
KEY = b"k" * 32
GOOD = {
    "ledger": "id,subject,made_at,due_at,closed_at,outcome,group,to,direction,size,pressure,renegotiations\n"
    "{n},{who} {n},2026-09-01,2026-09-07,2026-09-06,delivered,Apollo,{who},to_team,2,yes,0",
    "jira csv": "Summary,Issue key,Issue id,Status,Project key,Project name,Resolution,Assignee,Reporter,Created,"
    "Updated,Resolved,Due date,Labels,Labels,Sprint,Status Category\n"
    "{who} will,KITE-{n},{n},Done,KITE,Kite,Done,{who} {n},{who},01/Sep/26 9:05 AM,07/Sep/26 4:40 PM,"
    "06/Sep/26 4:40 PM,07/Sep/26 12:00 AM,x,{who},{who} sprint,Done",
    "ratings": "subject,rating,scale,rated_at,rater,comment,team\n"
    "{who} {n},4.7,1-5,2026-09-01,{who},{who} is,Apollo",
    "roster": "name,handle,source,team,role,from,to\n{who} {n},{who}{n}@example.org,jira,Apollo,leader,2026-01-01,",
    "pressure": "team,from,to,why\nApollo {n},2026-09-01,2026-09-07,{who} left",
    "encounters": "id,at,invited,attended,team,minutes\ne{n},2026-09-01,{who};{who} {n},{who},Apollo,30",
    "exposure": "team,from,to,kind,amount,person\nApollo {n},2026-09-01,2026-09-07,meeting,4.5,{who} {n}",
    "inclusion": "person,week,team,invitations,replies,turns,why\n{who} {n},2026-09-01,Apollo,3,4,9,{who} left",
    "acts": "id,person,team,at,kind,uncaught,public,answered\na{n},{who} {n},Apollo,2026-09-01,question,no,yes,no",
    "responses": "id,act_id,responder,role,at,level,followed\nr{n},a{n},{who} {n},leader,2026-09-01,validated,changed",
    "moments": "id,kind,at,who_responded,level,followed,team\nm{n},problem,2026-09-01,leader,validated,changed,Apollo",
}  # fmt: skip
TALK = {
    "zoom": ("WEBVTT\n", "{n}\n{clock}.000 --> {clock}.900\n{who} {m}: I said so {n}.\n"),
    "teams": ("WEBVTT\n", "{clock}.000 --> {clock}.900\n<v {who} {m}>I said so {n}.</v>\n"),
    "teams json": (
        "WEBVTT\n",
        '{clock}.0 --> {clock}.9\n{{"startDateTime":"2026-09-01T{clock}Z","speakerName":"{who}","spokenText":"So."}}\n',
    ),
    "subrip": ("", "{n}\n{clock},000 --> {clock},900\n{who} {m}: I said so {n}.\n"),
    "zoom chat": ("", '{clock}\t{who} {m}:\tReplying to "I said..."\n\nI said so {n}.\r'),
    "transcript": ("Notes\n", "{clock} {who} {m}: I said so {n},\nand went on.\n"),
    "minutes": ("Notes\n", "{who} {m}: I said so {n}.\n"),
}
"""Conversations: what a file begins with, and one thing said in it."""
JUNK = (
    "", " ", SECRET, f"{SECRET}@example.org", "2026-13-45", "31.02.2026", "7/9/26", "13/9/26", "9/13/26", "-1", "1e999",
    "nan", "NULL", "maybe", "9999-12-31T23:59:59Z", "0000-00-00", '"', '""', 'half"quoted', '"open', ",", ";;", "\t",
    "\x00", "\ufeff", "\u202e", "é", "漢字", "😀", "=1+1", "x" * 1_500, "9" * 400, "\n", "\r", "\r\n", "\x0b", "\x85",
    "\u2028", "leader", "5/5", "94 %", "★★★★☆", "\\", "'", "%s", "{}", "[]", "null", "true",
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 10**30, 1.5, float("nan"), "", SECRET, f"7 {SECRET} 2026", "2026-09-07", [], {}, [[]],
    "2026-13-45T99:00", [None], {"x": SECRET}, [SECRET], "x" * 1_500, "\x00", "\ud800", "9999-12-31T23:59:59.999Z",
)  # fmt: skip


@dataclass
class Told:
    """What came of reading one format's files."""

    rows: int = 0
    read: int = 0
    unread: int = 0
    understood: int = 0
    problems: int = 0
    seconds: float = 0.0
    faults: list[str] | None = None


def torn(line: list[str], chance: Random) -> list[str]:
    """A row's cells, broken in one way or several."""
    cells = list(line)
    for _ in range(chance.choice((1, 1, 2, 4))):
        place = chance.randrange(max(1, len(cells)))
        way = chance.randrange(7)
        if way < 3 and cells:
            cells[place % len(cells)] = chance.choice(JUNK)
        elif way == 3 and cells:
            cells.pop(place % len(cells))
        elif way == 4:
            cells.insert(place, chance.choice(JUNK))
        elif way == 5 and cells:
            other = chance.randrange(len(cells))
            cells[place % len(cells)], cells[other] = cells[other], cells[place % len(cells)]
        elif cells:
            kept = cells[place % len(cells)]
            cells[place % len(cells)] = kept[: chance.randrange(len(kept) + 1)] + chance.choice(JUNK)
    return cells


def table(good: str, n: int, chance: Random) -> tuple[bytes, int | None]:
    """A file of ``n`` broken rows, written as CSV is, as it is not, or with changed bytes; how many if known."""
    header, row = (line.split(",") for line in good.split("\n"))
    mark = chance.choice(",,,;\t")
    rows = [torn([cell.format(n=number, who=SECRET) for cell in row], chance) for number in range(n)]
    proper = chance.random() < 0.5
    if proper:
        out = io.StringIO()
        csv.writer(out, delimiter=mark, lineterminator="\r\n").writerows([header, *rows])
        text = out.getvalue()
    else:
        text = "\n".join(mark.join(cells) for cells in [header, *rows])
    raw = bytearray(text.encode(chance.choice(("utf-8", "utf-8", "utf-8-sig", "utf-16", "latin-1")), "replace"))
    changed = chance.choice((0, 0, 0, 5, 50))
    for _ in range(changed):
        raw[chance.randrange(2 * len(good.split("\n", maxsplit=1)[0]), len(raw))] = chance.randrange(256)
    filled = sum(any(cell.replace("\x00", "").strip() for cell in row) for row in rows)
    return bytes(raw), filled if proper and not changed else None


def jira(number: int) -> dict[str, Any]:
    """One good issue with its history."""
    who = {"displayName": f"{SECRET} {number}", "emailAddress": f"{SECRET}@example.org", "accountId": f"a{number}"}
    moved = {"field": "duedate", "from": "2026-09-07", "to": "2026-09-09"}
    return {
        "id": str(number), "key": f"KITE-{number}",
        "fields": {
            "summary": SECRET, "assignee": who, "reporter": who, "project": {"key": "KITE", "name": "Kite"},
            "created": "2026-09-01T09:00:00.000+0000", "duedate": "2026-09-07", "labels": [SECRET],
            "resolutiondate": "2026-09-06T09:00:00.000+0000", "resolution": {"name": "Done"},
            "status": {"name": "Done", "statusCategory": {"key": "done"}},
            "comment": {"comments": [{"author": who, "body": SECRET, "created": "2026-09-02T09:00:00.000+0000"}]},
        },
        "changelog": {"total": 1, "histories": [
            {"author": who, "created": "2026-09-02T09:00:00.000+0000", "items": [moved]}]},
    }  # fmt: skip


def github(number: int) -> dict[str, Any]:
    """One good issue with its milestone."""
    user, repository = {"login": f"{SECRET}{number}"}, "https://api.github.com/repos/kite/kite"
    return {
        "url": f"{repository}/issues/{number}", "repository_url": repository, "number": number, "title": SECRET,
        "state": "closed", "state_reason": "completed", "user": user, "assignee": user, "assignees": [user],
        "labels": [{"name": SECRET}], "created_at": "2026-09-01T09:00:00Z", "closed_at": "2026-09-06T09:00:00Z",
        "updated_at": "2026-09-06T09:00:00Z", "comments": 0,
        "milestone": {"url": f"{repository}/milestones/{number}", "number": number, "title": SECRET, "state": "closed",
                      "due_on": "2026-09-07T07:00:00Z", "created_at": "2026-09-01T09:00:00Z", "creator": user},
    }  # fmt: skip


def broken(item: Any, chance: Random) -> Any:
    """A JSON value with some of its inside replaced, dropped, or put in another's place."""
    told = copy.deepcopy(item)
    for _ in range(chance.choice((1, 1, 2, 3))):
        inside = list(containers(told))
        if not inside:
            return chance.choice(VALUES)
        where = chance.choice(inside)
        names = list(where) if isinstance(where, dict) else list(range(len(where)))
        if not names:
            continue
        name = chance.choice(names)
        if chance.random() < 0.25:
            del where[name]
        elif chance.random() < 0.2:
            where[name] = copy.deepcopy(chance.choice(inside))
        else:
            where[name] = chance.choice(VALUES)
    return told


def containers(value: Any) -> Iterator[Any]:
    """The value and everything inside it that holds something."""
    if isinstance(value, dict | list):
        yield value
        for inner in value.values() if isinstance(value, dict) else value:
            yield from containers(inner)


def document(good: Callable[[int], Any], n: int, chance: Random) -> tuple[bytes, int | None]:
    """A JSON export of ``n`` broken items: a list, a page, or one item a line; now and then cut short (then None)."""
    items = [broken(good(number), chance) for number in range(1, n + 1)]
    items[0] = good(1)  # So that the export can be told from any other.
    shape = chance.randrange(3)
    if shape == 0:
        text = json.dumps(items)
    elif shape == 1 and good is jira:
        text = json.dumps({"startAt": 0, "maxResults": n, "total": n, "issues": items})
    else:
        text = "\n".join(json.dumps(item) for item in items)
    cut = chance.random() < 0.1
    if cut:
        text = text[: chance.randrange(len(text) // 2, len(text))]
    return text.encode("utf-8", "replace"), None if cut else n


def policies(n: int, chance: Random) -> tuple[bytes, int | None]:
    """A policy of ``n`` entries, broken in what they say; now and then no TOML at all (then None)."""
    said = ('"consent"', '"public"', '"maybe"', "3", "-1.5", "true", "[]", "{}", "1979-05-27", f'"{SECRET}"', '""')
    entries = [f'"{SECRET} {number}" = {chance.choice(said)}' for number in range(n)]
    torn_lines = chance.random() < 0.3
    if torn_lines:
        entries = ["".join(torn(list(line), chance)) for line in entries]
    return "\n".join(["[subjects]", *entries]).encode("utf-8", "replace"), None if torn_lines else n


def conversation(form: tuple[str, str], n: int, chance: Random) -> bytes:
    """A conversation of ``n`` things said, each broken in its signs, its lines or its bytes."""
    said = []
    for number in range(n):
        clock = f"{number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}"
        words = form[1].format(n=number, m=number % 3, who=SECRET, clock=clock)
        cut = sorted(chance.sample(range(len(words) + 1), 2))
        way = chance.randrange(6)
        if way == 0:
            words = words[: cut[0]] + chance.choice(JUNK) + words[cut[1] :]
        elif way == 1:
            words = words[: cut[0]] + words[cut[0] : cut[1]] * 2 + words[cut[1] :]
        elif way == 2:
            words = words[: cut[0]] + words[cut[1] :]
        said.append(words)
    raw = bytearray(
        "\n".join([form[0], *said]).encode(chance.choice(("utf-8", "utf-8", "utf-16", "latin-1")), "replace")
    )
    for _ in range(chance.choice((0, 0, 50))):
        raw[chance.randrange(min(20, len(raw) - 1), len(raw))] = chance.randrange(256)
    return bytes(raw)


def heard_one(path: Path, told: Told) -> None:
    """Read one file of talk and note what came of it."""
    faults = told.faults if told.faults is not None else []
    try:
        (talk,) = open_talk([path], Asked(People(KEY), UTC))
        told.read += sum(len(one.turns) for one in talk.conversations)
        told.problems += len(talk.problems)
        faults += told_well(list(talk.problems))
        if not talk.conversations and not talk.problems:
            faults.append("a talk is lost unsaid")
        if SECRET.casefold() in f"{talk!r}{talk.notes}{talk.dropped}".casefold():
            faults.append("what was read prints a name")
    except Exception:  # noqa: BLE001  (whatever is raised is the finding)
        faults.append("raised: " + traceback.format_exc().strip().splitlines()[-1][:150])


def told_well(problems: list[Problem]) -> Iterator[str]:
    """What is wrong with how the problems are told."""
    for one in problems:
        if SECRET.casefold() in f"{one.said} {one.remedy}".casefold():
            yield "a problem quotes the input"
        if not one.said.endswith((".", "?")) or not one.remedy or one.line < 0:
            yield "a problem is no sentence with a remedy"


def read_one(kind: str, path: Path, n: int | None, told: Told) -> None:
    """Read one file of ``n`` rows (None: nobody can say how many) and note what came of it."""
    people, faults = People(KEY), told.faults if told.faults is not None else []
    try:
        if kind == "policy":
            found, problems = policy.read(path)
            if SECRET.casefold() in repr(found).casefold():
                faults.append("a policy prints its names")
            told.read += len(found.subjects)
            if n is not None and len(found.subjects) + len(problems) != n:
                faults.append("entries are lost unsaid")
        else:
            if kind == "roster":
                told_well(roster.read(path, KEY)[1])
            evidence, problems, rows = read_paths([path], people)
            (row,) = rows
            told.read, told.unread = told.read + row.rows, told.unread + row.unread
            told.understood += row.understood
            if SECRET.casefold() in f"{evidence!r}{row!r}".casefold():
                faults.append("what was read prints a name")
            counted = row.rows + row.understood + row.unread
            # One issue may hold several commitments, and comments beside them; fewer than it is never.
            if n is not None and (counted < n or (counted > n and path.suffix == ".csv")):
                faults.append(f"rows do not add up: {counted - n:+}")
            if (row.unread or not row.rows + row.understood) and not problems:
                faults.append("rows are lost unsaid")
        told.problems += len(problems)
        faults += told_well(problems)
    except SaidAndDoneError as error:
        if SECRET.casefold() in str(error).casefold():
            faults.append("an error quotes the input")
    except Exception:  # noqa: BLE001  (whatever is raised is the finding)
        faults.append("raised: " + traceback.format_exc().strip().splitlines()[-1][:150])


def checked(kind: str, seed: int, folder: Path) -> Told:
    """Every file of one format."""
    told, each = Told(faults=[]), ROWS // FILES
    for number in range(FILES):
        chance = Random(f"{seed} {kind} {number}")
        if kind in TALK:
            path = folder / ("talk.txt" if kind in ("zoom chat", "transcript", "minutes") else "talk.vtt")
            path.write_bytes(conversation(TALK[kind], each, chance))
            started = time.perf_counter()
            heard_one(path, told)
            told.seconds += time.perf_counter() - started
            told.rows += each
            continue
        if kind in ("jira json", "github json"):
            (raw, known), name = document(jira if kind == "jira json" else github, each, chance), f"{number}.json"
        elif kind == "policy":
            (raw, known), name = policies(each, chance), f"{number}.toml"
        else:
            (raw, known), name = table(GOOD[kind], each, chance), f"{number}.csv"
        path = folder / name
        path.write_bytes(raw)
        started = time.perf_counter()
        read_one(kind, path, known, told)
        told.seconds += time.perf_counter() - started
        told.rows += each
    return told


def main() -> int:
    """Break, read and count every format; 1 if anything raised, quoted, or was lost unsaid."""
    print(f"{'format':14}{'rows':>8}{'read':>8}{'understood':>12}{'unread':>8}{'problems':>10}{'seconds':>9}  faults")
    wrong = 0
    for kind in (*GOOD, "jira json", "github json", "policy", *TALK):
        with tempfile.TemporaryDirectory() as folder:
            told = checked(kind, SEED, Path(folder))
        faults = told.faults or []
        wrong += len(faults)
        print(
            f"{kind:14}{told.rows:>8,}{told.read:>8,}{told.understood:>12,}{told.unread:>8,}{told.problems:>10,}"
            f"{told.seconds:>9.1f}  {len(faults)}"
        )
        for fault in sorted(set(faults))[:5]:
            print(f"    {faults.count(fault)} × {fault}")
    print(f"{wrong} faults (seed {SEED})")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
