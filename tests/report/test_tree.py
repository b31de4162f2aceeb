"""The page's markup read back: nothing lost, nothing added, nothing but our own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report.units import diagnosis, finding

from saidanddone.report import page
from saidanddone.report.markup import Markup, element, joined_markup
from saidanddone.report.tree import Node, read_markup, walked


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), min_size=1))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    assert read_markup(element("p", text, class_="a b")) == (Node("p", {"class": "a b"}, (text,)),)


@given(st.text(alphabet="<>&\"'svg/ =x", min_size=1), st.text(alphabet="<>&\"'svg/ =x", min_size=1))
def test_text_and_attributes_that_look_like_markup_stay_text(text: str, named: str) -> None:
    (node,) = read_markup(element("div", text, element("b", text), title=named))
    assert isinstance(node, Node)
    assert node.attributes == {"title": named}
    assert node.inside == (text, Node("b", {}, (text,)))


def test_a_drawing_is_kept_as_it_was_drawn() -> None:
    first, second = Markup('<svg viewBox="0 0 1 1"><g/></svg>'), Markup("<svg><text>a &lt;svg&gt;</text></svg>")
    (figure,) = read_markup(element("figure", first, element("p", "<svg>no</svg>"), second))
    assert [node.attributes["source"] for node in walked((figure,)) if node.name == "svg"] == [first, second]


def test_a_whole_page_comes_back_with_every_id() -> None:
    said = page.body(diagnosis(finding()))
    nodes = read_markup(said)
    assert [node.name for node in nodes if isinstance(node, Node)] == ["header", "main", "footer"]
    ids = [node.attributes["id"] for node in walked(nodes) if "id" in node.attributes]
    assert len(ids) == said.count(' id="')


@pytest.mark.parametrize("broken", ["<p>", "<p></b>", "</p>", "<p><b></p></b>"])
def test_what_is_not_well_formed_is_refused(broken: str) -> None:
    with pytest.raises(ValueError, match="Markup"):
        read_markup(Markup(broken))


def test_what_is_not_our_markup_is_refused() -> None:
    with pytest.raises(TypeError):
        read_markup("<p>from elsewhere</p>")  # type: ignore[arg-type]
    assert read_markup(joined_markup("<p>")) == ("<p>",)
