"""One person's many labels lead back to one name, and no rule makes one person of two (MISSION T1)."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from saidanddone.evidence.pseudonym import normalise
from saidanddone.sources.labels import RULES, cut, forms, grouped, hints, plain, shown, written_as
from saidanddone.store.sheet import safe

NAMES = st.sampled_from(["Ana López", "Jürgen Müller", "Mary-Jane O'Neill", "Søren Østergård", "李 明", "Bo"])


@pytest.mark.parametrize(
    ("label", "rules"),
    [
        ("Ana López", ()),
        ("ANA LOPEZ", ()),
        ("  ana   lopez ", ()),
        ("ana.lopez", ()),
        ("ana_lopez", ()),
        ("@ana.lopez", ("at",)),
        ("ana.lopez@example.org", ("address",)),
        ("Ana_Lopez+jira@mail.example.org", ("address",)),
        ("Ana López <al@example.org>", ("brackets",)),
        ("Ana López (Kite)", ("brackets",)),
        ("ana lópez [X]", ("brackets",)),
        ("(she/her) Ana López", ("brackets",)),
        ("Ana López (Kite", ("brackets",)),
        ("Ana López | Kite", ("side",)),
        ("Ana López |Kite", ("side",)),
        ("Ana López - Kite Ltd", ("side",)),
        ("Ana López @Kite", ("side",)),
        ("Ana López 🌴", ()),
        ("López, Ana", ("swapped",)),
        ("López, Ana (Student)", ("brackets", "swapped")),
        ("López, Dr. Ana", ("swapped", "title")),
        ("Dr. Ana López", ("title",)),
        ("Prof. Dr.-Ing. Ana López, PhD", ("title",)),
        ("Ana López, Ph.D., MBA", ("title",)),
    ],
)
def test_a_persons_labels_lead_to_their_name(label: str, rules: tuple[str, ...]) -> None:
    assert forms(label)["ana lopez"] == rules
    assert set(rules) <= RULES.keys()


@pytest.mark.parametrize(
    "label",
    [
        "Ana", "López", "Ana / López", "Ana & López", "Ana + López", "Ana López's phone", "Ana López Ruiz",
        "analopez@example.org", "ana.lopez2@example.org", "712020:5d1f", "", " ", "()", "@", ",", "🌴", "Ana (López)",
        "Ana, López, Kite",
    ],
)  # fmt: skip
def test_no_rule_leads_there_from_another_label(label: str) -> None:
    assert "ana lopez" not in forms(label)


def test_umlauts_are_met_both_ways() -> None:
    assert forms("Jürgen Müller").keys() & forms("juergen.mueller@example.org").keys()
    assert forms("Jürgen Müller").keys() & forms("Jurgen Muller").keys()


def test_two_names_in_one_label_are_nobodys() -> None:
    assert not forms("Ana / Bo").keys() & (forms("Ana").keys() | forms("Bo").keys())
    assert not forms("Ana & Bo").keys() & (forms("Ana").keys() | forms("Bo").keys())


def test_what_stood_beside_a_name_is_known() -> None:
    assert cut("Ana (Kite) | Harbour") == ("kite", "harbour")
    assert cut("Ana López") == ()


def test_hints_are_for_looking_at_and_not_among_the_forms() -> None:
    assert hints("buildmaster (Ana López)") == {"ana lopez": "brackets"}
    assert "ana lopez" not in forms("buildmaster (Ana López)")
    assert "ana" in hints("ana@example.org")
    assert "ana" not in forms("ana@example.org")


def test_labels_of_one_name_are_drafted_together_under_its_best_spelling() -> None:
    labels = ["ana.lopez@example.org", "López, Ana (Student)", "ana lopez", "Ana López [X]"]
    assert set(grouped(labels).values()) == {"Ana López"}


def test_one_word_beside_two_affiliations_is_not_taken_for_one_person() -> None:
    names = grouped(["Chris (Kite)", "Chris | Harbour", "Felix (Geth)", "felix (geth)", "Felix | Geth"])
    assert len({names["Chris (Kite)"], names["Chris | Harbour"]}) == 2
    assert {names[label] for label in names if "elix" in label} == {"Felix"}


@given(st.lists(st.text(max_size=30), max_size=8))
@example(["=1+1", "'@x", "\x00", "((", "a,b", "<a@b.c>", "|"])
def test_any_text_has_forms_and_a_name(labels: list[str]) -> None:
    names = grouped(labels)
    assert names.keys() == set(labels)
    for label in labels:
        assert all(form == " ".join(form.split()) and form for form in forms(label))
        assert plain(plain(label)) == plain(label)
        assert hints(label).keys() - {""} == hints(label).keys()


@given(NAMES, st.sampled_from(["Kite", "Harbour 7"]), st.sampled_from(["example.org"]))
def test_every_label_that_is_guessed_for_a_name_leads_back_to_it(name: str, team: str, domain: str) -> None:
    """So a pseudonym that was made of such a label is joined by the same rules as the label itself."""
    guessed = list(written_as(name, [team], [domain]))
    assert {normalise(label) for label in (name, f"{name} ({team})", f"@{name}")} <= {normalise(one) for one in guessed}
    lost = [label for label in guessed if not forms(label).keys() & forms(name).keys()]
    assert lost == []


@given(st.text(max_size=20))
@example("=1+1")
@example("@ana")
@example("+351 1")
def test_a_drafted_cell_is_read_back_as_it_was(text: str) -> None:
    once = " ".join(text.replace("\x00", "").split())
    if not once.startswith("'"):
        assert shown(safe(text)) == once
