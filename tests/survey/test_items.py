"""Our own items and questions: all that evidence knows has its words, short, plain, about what is done, and ours."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from saidanddone.evidence.act import KINDS
from saidanddone.evidence.item import COUNTS, OWN, OWN_SCALE
from saidanddone.evidence.response import FOLLOWED, LEVELS, ROLES
from saidanddone.survey import asking, items
from saidanddone.survey.asking import ACTS, FOLLOWED_BY, MET, MET_BY, counted, grids
from saidanddone.survey.items import ITEMS, POINTS
from saidanddone.survey.rotation import CYCLE

HOUSE = Path(__file__).resolve().parent.parent.parent
EVERY_ROUND = range(1, CYCLE + 1)


def shown() -> list[str]:
    """Every text that a form of any round may ask with."""
    texts = [one.words for one in ITEMS.values()]
    for number in EVERY_ROUND:
        for grid in grids(number):
            texts += [grid.title, grid.hint, *grid.rows.values(), *(column.words for column in grid.columns)]
        texts += [column.words for column in counted(number)]
    return sorted(set(texts) - {""})


def test_every_item_of_the_evidence_has_its_words_and_no_other_item_has() -> None:
    assert list(ITEMS) == list(OWN)
    assert all(one.item == item and one.half == OWN[item] for item, one in ITEMS.items())


def test_four_items_ask_of_trust_four_of_safety_and_two_of_neither() -> None:
    assert Counter(one.half for one in ITEMS.values()) == {"trust": 4, "safety": 4, "engagement": 2}


def test_each_item_serves_a_row_of_its_own_half() -> None:
    rows = {
        half: {one.serves for one in ITEMS.values() if one.half == half} for half in ("trust", "safety", "engagement")
    }
    assert rows == {"trust": {"T1", "T10", "T11", "T12"}, "safety": {"S10"}, "engagement": {"S12"}}


def test_every_point_of_the_scale_has_words_of_its_own() -> None:
    assert sorted(POINTS) == list(range(int(OWN_SCALE[0]), int(OWN_SCALE[1]) + 1))
    assert len(set(POINTS.values())) == len(POINTS)


@pytest.mark.parametrize("item", ITEMS)
def test_a_statement_is_one_short_sentence_and_says_nothing_by_a_not(item: str) -> None:
    """A 'not' or 'never' in a statement is misread once in a while, and then turns an answer round."""
    words = ITEMS[item].words
    assert re.fullmatch(r"[A-Z][^.?!;:]*\.", words)
    assert len(words.split()) <= 16
    assert not re.search(r"\b(not|never|no|none|without|hardly)\b|n['’]t\b", words.replace("can\u2019t be kept", ""))


def test_nothing_that_is_asked_needs_a_word_of_the_trade() -> None:
    jargon = r"psycholog|vulnerab|stakeholder|safety|trust|engage|commitment|leverage|empower|culture|accountab"
    assert not [text for text in shown() if re.search(jargon, text, re.IGNORECASE)]


def test_all_that_evidence_can_tell_of_an_act_and_its_answer_can_be_ticked() -> None:
    assert {*ACTS} == {*KINDS}
    assert {*MET} == {*LEVELS}
    assert {*MET_BY} == {*ROLES}
    assert {*FOLLOWED_BY} == {*FOLLOWED}
    assert {column.name for number in EVERY_ROUND for column in counted(number)} == {*COUNTS}


def test_a_reasoned_no_is_an_answer_and_stands_above_being_passed_over() -> None:
    assert "reason" in MET[3]
    assert not [level for level in (1, 2) if "reason" in MET[level]]


def test_the_licence_of_the_wording_is_told_in_the_modules_and_beside_the_code_s_own() -> None:
    assert items.LICENCE == "CC BY 4.0"
    assert items.__doc__ is not None
    assert asking.__doc__ is not None
    assert items.LICENCE in items.__doc__
    assert items.LICENCE in asking.__doc__
    notice = (HOUSE / "NOTICE").read_text(encoding="utf-8")
    assert re.search(r"questionnaire.*?CC BY 4\.0", notice, re.DOTALL)


@pytest.mark.shared
def test_no_sentence_of_the_founding_documents_is_asked(shared: Path) -> None:
    """Their meaning is ours to ask about; their words are theirs: no five words in a row are the same."""

    def runs(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"[a-z]+", text.lower().replace("’", "").replace("'", ""))
        return {tuple(words[i : i + 5]) for i in range(len(words) - 4)}

    theirs = set[tuple[str, ...]]()
    for path in sorted((shared / "seeds").glob("*.txt")):
        theirs |= runs(path.read_text(encoding="utf-8"))
    assert len(theirs) > 1_000
    assert not [text for text in shown() if runs(text) & theirs]
