"""Templates of named scales: their structure and whom to cite, and not a word of theirs."""

from __future__ import annotations

import re

import pytest

from saidanddone.evidence.item import HALVES, OWN, Item
from saidanddone.survey.templates import COLUMNS, TEMPLATES, WORDS, template


def test_edmondsons_scale_has_seven_items_from_one_to_seven_with_the_first_third_and_fifth_reversed() -> None:
    """Edmondson (1999), Administrative Science Quarterly 44(2), 350-383, appendix."""
    rows = list(template("Edmondson").rows())
    assert len(rows) == 7
    assert {(row["low"], row["high"], row["half"]) for row in rows} == {("1", "7", "safety")}
    assert [place for place, row in enumerate(rows, start=1) if row["reversed"] == "yes"] == [1, 3, 5]
    assert "1999" in template("edmondson").citation
    assert "350-383" in template("edmondson").citation


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_gives_structure_and_leaves_the_wording_to_whoever_may_use_it(name: str) -> None:
    scale = template(name)
    for row in scale.rows():
        assert list(row) == [*COLUMNS, WORDS]
        assert row[WORDS] == ""
        assert re.fullmatch(rf"{name}_\d+", row["item"])
        assert row["item"] not in OWN
        assert row["half"] in HALVES
        assert row["reversed"] in ("yes", "no")
        assert Item(
            item=row["item"], half=row["half"], low=float(row["low"]), high=float(row["high"]), source="", line=1
        )
    assert all(1 <= place <= scale.items for place in scale.reversed)


def test_a_scale_nobody_knows_is_a_key_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        template("nobody's")
