"""A JSON export is cut into its items, however its pages were saved and whatever state it is in."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saidanddone.evidence.problem import Problem
from saidanddone.sources.document import MOST_BROKEN, Document, at, open_document, text
from saidanddone.sources.telling import TOLD_SINGLY

Open = Callable[[str | bytes], Document]

ONE, TWO, THREE = ({"number": number, "title": "t"} for number in (1, 2, 3))


def opened(path: Path, content: str | bytes) -> Document | Problem:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return open_document(path, path.name)


@pytest.fixture
def document(tmp_path: Path) -> Open:
    def cut(content: str | bytes) -> Document:
        found = opened(tmp_path / "issues.json", content)
        assert isinstance(found, Document), found
        return found

    return cut


def numbers(found: Document) -> list[Any]:
    return [item.value.get("number") for item in found.items]


def lines(found: Document) -> list[int]:
    return [item.line for item in found.items]


@pytest.mark.parametrize(
    "content",
    [
        json.dumps([ONE, TWO, THREE]),
        json.dumps([ONE, TWO, THREE], indent=2),
        json.dumps([[ONE, TWO], [THREE]]),
        json.dumps([ONE, TWO]) + json.dumps([THREE]),
        json.dumps([ONE, TWO], indent=1) + "\n" + json.dumps([THREE], indent=1),
        json.dumps([ONE]) + "\n" + json.dumps([]) + "\n" + json.dumps([TWO, THREE]),
        "\n".join(map(json.dumps, (ONE, TWO, THREE))),
        "\r\n".join(map(json.dumps, (ONE, TWO, THREE))) + "\r\n\x00",
        json.dumps({"total": 3, "issues": [ONE, TWO, THREE]}),
        json.dumps([{"path": "/a", "response": [ONE]}, {"path": "/b", "response": [TWO, THREE]}]),
        json.dumps({"items": [ONE, TWO]}) + json.dumps({"items": [THREE]}),
        "\ufeff" + json.dumps([ONE, TWO, THREE]),
    ],
)
def test_the_same_items_come_out_however_they_were_saved(document: Open, content: str) -> None:
    found = document(content)
    assert (numbers(found), found.problems, found.unread) == ([1, 2, 3], (), 0)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_an_export_is_read_in_any_encoding(document: Open, encoding: str) -> None:
    content = '[\n{"number": 1, "title": "für Zoë"}\n]'.encode(encoding)
    assert document(content).items[0].value["title"] == "für Zoë"


def test_each_item_says_on_which_line_it_begins(document: Open) -> None:
    assert lines(document("[\n" + json.dumps(ONE) + ",\n\n" + json.dumps(TWO) + "\n]")) == [2, 4]
    assert lines(document(json.dumps({"issues": [ONE, TWO]}, indent=1))) == [3, 7]


def test_where_all_stands_on_one_line_the_number_of_an_item_takes_its_place(document: Open) -> None:
    assert lines(document(json.dumps([ONE, TWO, THREE]))) == [1, 2, 3]


def test_an_item_knows_what_else_its_page_says(document: Open) -> None:
    item = document(json.dumps([{"path": "/repos/o/r/issues", "response": [ONE]}])).items[0]
    assert (item.under, dict(item.page)) == ("response", {"path": "/repos/o/r/issues"})


@pytest.mark.parametrize("name", ["comments", "events", "items", "milestones"])
def test_an_item_that_holds_a_list_of_its_own_is_no_page(document: Open, name: str) -> None:
    found = document(json.dumps([{**ONE, name: [{"id": 7}]}, {**TWO, name: []}]))
    assert numbers(found) == [1, 2]


def test_of_a_name_given_twice_the_last_counts(document: Open) -> None:
    assert numbers(document('{"issues": [{"number": 1}], "issues": [{"number": 2}]}')) == [2]
    assert numbers(document('{"number": 1, "number": 2}')) == [2]


BROKEN = '{"number": }'


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (f"{json.dumps(ONE)}\n{BROKEN}\n{json.dumps(THREE)}\n", 2),
        (f"[\n  {json.dumps(ONE)},\n  {BROKEN},\n  {json.dumps(THREE)}\n]", 3),
        (f"{json.dumps([ONE])}\n[{BROKEN}]\n{json.dumps([THREE])}", 2),
        (f'{{"number": 1}}\n{{"number": 2,\n "a": b}}\n{json.dumps(THREE)}', 2),
    ],
    ids=["a line each", "an array", "a page a line", "several lines"],
)
def test_one_broken_object_costs_itself_alone_and_is_told_by_its_line(document: Open, content: str, line: int) -> None:
    found = document(content)
    assert (numbers(found), found.unread) == ([1, 3], 1)
    (problem,) = found.problems
    assert (problem.line, problem.remedy) == (line, "Export it again, or mend the line.")
    assert problem.said == "Here stands something that is not valid JSON; it was not read, what follows it was."


def test_what_is_cut_short_is_told_where_it_breaks_off_and_what_stands_before_is_read(document: Open) -> None:
    whole = json.dumps([ONE, TWO, THREE], indent=2)
    found = document(whole[:-20])
    assert numbers(found) == [1, 2]
    (problem,) = found.problems
    assert problem.line == 10
    assert problem.said == "From here on the file is not valid JSON; what stands before it was read."


def test_what_is_no_object_is_told_by_line_and_then_by_number(document: Open) -> None:
    found = document("[\n" + "7,\n" * 50 + json.dumps(ONE) + "\n]")
    assert (numbers(found), found.unread, len(found.problems)) == ([1], 50, TOLD_SINGLY + 1)
    assert found.problems[-1].said.endswith("The same holds for 30 more lines.")


def test_twenty_thousand_broken_lines_are_counted_and_the_good_ones_between_them_read(document: Open) -> None:
    found = document(('{"number": 1}\n{"number": 2\n') * 20_000 + '{"number": 3}')
    assert (len(found.items), found.unread) == (20_001, 20_000)
    assert len(found.problems) == TOLD_SINGLY + 1


@pytest.mark.parametrize("piece", ["{\n", "[\n", "[", "{", '{"a":', '{"a":\n', "1\n", "1,", '"', ",", '[{"a"\n'])
def test_a_long_file_of_nothing_ends_in_a_sentence(tmp_path: Path, piece: str) -> None:
    found = opened(tmp_path / "hostile.json", piece * (2_000_000 // len(piece)))
    assert isinstance(found, Document)
    assert not found.items
    assert 1 <= len(found.problems) <= TOLD_SINGLY + 3
    assert found.unread <= MOST_BROKEN


def test_after_very_many_breaks_the_rest_is_not_tried_and_that_is_said(document: Open) -> None:
    found = document("{\n" * (MOST_BROKEN + 5_000))
    assert found.unread == MOST_BROKEN
    assert found.problems[-1].said.endswith("the rest was not tried.")


def test_huge_strings_and_numbers_are_no_trouble(document: Open) -> None:
    found = document('{"number": 1, "title": "' + "x" * 1_000_000 + '", "size": ' + "9" * 100_000 + "}")
    assert (numbers(found), found.items[0].value["size"]) == ([1], None)


def test_half_a_surrogate_pair_becomes_text_that_can_be_written(document: Open) -> None:
    found = text(document('{"number": 1, "title": "\\ud83d"}').items[0].value, "title")
    assert found is not None
    assert found.encode("utf-8")


def test_nothing_stands_where_a_step_is_missing() -> None:
    assert at({"a": {"b": 1}}, "a", "b") == 1
    assert at({"a": [1]}, "a", "b") is None
    assert at(None, "a") is None


def test_an_empty_export_says_so(tmp_path: Path) -> None:
    found = opened(tmp_path / "issues.json", "[]\n")
    assert isinstance(found, Problem)
    assert found.said == "The file holds no JSON objects."


def test_no_problem_quotes_what_it_could_not_read(document: Open) -> None:
    found = document('{"number": 1}\n{"login": "zebediah\n"zebediah"\n')
    assert found.problems
    assert "zebediah" not in "".join(map(str, found.problems)) + repr(found)


@given(content=st.text(alphabet='[]{},:"1a\n \\u', max_size=80))
def test_any_text_ends_in_items_or_sentences(tmp_path_factory: pytest.TempPathFactory, content: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.json"
    found = opened(path, content)
    if isinstance(found, Document):
        assert found.items or found.problems
        assert all(problem.said.endswith(".") and problem.remedy for problem in found.problems)
        assert all(1 <= item.line <= max(1, content.count("\n") + 1, len(content)) for item in found.items)
