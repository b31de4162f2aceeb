"""What a policy file allows, and that nothing it says about itself names anybody."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saidanddone.evidence.problem import Problem
from saidanddone.privacy.policy import Policy, read


def written(folder: Path, text: str | bytes) -> tuple[Policy, list[Problem]]:
    path = folder / "policy.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(path)


def test_it_allows_consenting_subjects_and_makers_of_public_promises(tmp_path: Path) -> None:
    policy, problems = written(tmp_path, '[subjects]\n"Dana Petrov" = "consent"\n"The Party" = "public"\n')
    assert policy.subjects == {"Dana Petrov": "consent", "The Party": "public"}
    assert problems == []


def test_it_allows_units_whose_promises_are_public(tmp_path: Path) -> None:
    policy, problems = written(tmp_path, '[units]\n"Water board" = "public"\n')
    assert policy.units == {"Water board"}
    assert problems == []


def test_a_unit_cannot_consent(tmp_path: Path) -> None:
    policy, problems = written(tmp_path, '[units]\n"Water board" = "consent"\n')
    assert policy.units == frozenset()
    assert [p.said for p in problems] == ['Entry 1 of [units] is not "public"; it allows nothing.']


@pytest.mark.parametrize("value", ['"yes"', '"Consent"', "true", "1", '["consent"]', "{a = 1}"])
def test_an_entry_it_does_not_understand_allows_nothing(tmp_path: Path, value: str) -> None:
    policy, problems = written(tmp_path, f'[subjects]\n"Alice" = "public"\n"Dana Petrov" = {value}\n')
    assert policy.subjects == {"Alice": "public"}
    assert [p.said for p in problems] == ['Entry 2 of [subjects] is not "consent" or "public"; it allows nothing.']


def test_malformed_toml_is_a_sentence_with_its_line(tmp_path: Path) -> None:
    policy, problems = written(tmp_path, '[subjects]\nDana Petrov = "consent"\n')
    assert policy == Policy()
    assert [(p.source, p.line, p.said) for p in problems] == [("policy.toml", 2, "This policy file is not valid TOML.")]


@pytest.mark.parametrize("text", ['subjects = "Dana Petrov"', "subjects = 3", '[[subjects]]\n"Dana Petrov" = "public"'])
def test_a_table_that_is_none_allows_nothing(tmp_path: Path, text: str) -> None:
    policy, problems = written(tmp_path, text)
    assert policy == Policy()
    assert [p.said for p in problems] == ["[subjects] is not a table; it allows nothing."]


def test_a_table_it_does_not_know_is_pointed_out(tmp_path: Path) -> None:
    policy, problems = written(tmp_path, '["Dana Petrov"]\nx = "public"\n[subjects]\n')
    assert policy == Policy()
    assert [p.said for p in problems] == ["Entry 1 at the top is neither [subjects] nor [units]; it allows nothing."]


def test_a_policy_that_cannot_be_opened_allows_nothing(tmp_path: Path) -> None:
    policy, problems = read(tmp_path / "Dana.toml")
    assert policy == Policy()
    assert len(problems) == 1


def test_a_byte_order_mark_is_no_obstacle(tmp_path: Path) -> None:
    policy, problems = written(tmp_path, b'\xef\xbb\xbf[subjects]\n"Alice" = "public"\n')
    assert (policy.subjects, problems) == ({"Alice": "public"}, [])


def test_its_repr_names_nobody(tmp_path: Path) -> None:
    policy, _ = written(tmp_path, '[subjects]\n"Dana Petrov" = "consent"\n[units]\n"Dana\'s own" = "public"\n')
    assert "Dana" not in repr(policy)


@given(st.binary(max_size=300))
def test_no_bytes_make_it_raise(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    policy, problems = written(tmp_path_factory.mktemp("policy"), content)
    assert all(isinstance(problem, Problem) for problem in problems)
    assert set(policy.subjects.values()) <= {"consent", "public"}


@given(
    st.text(min_size=3, max_size=30).filter(lambda name: len(name.strip()) > 2), st.sampled_from(['"x"', "1", "[", ""])
)
def test_a_problem_never_repeats_what_stands_in_the_file(
    tmp_path_factory: pytest.TempPathFactory, name: str, value: str
) -> None:
    name = f"Zq{name.strip()}"
    text = f"[subjects]\n{name} = {value}\n"
    _, problems = written(tmp_path_factory.mktemp("policy"), text.encode("utf-8", "surrogatepass"))
    assert problems
    assert all(name not in str(problem) for problem in problems)


def test_a_number_of_thousands_of_digits_is_a_problem_and_no_crash(tmp_path: Path) -> None:
    digits = "1" * 500
    many = "\n".join(f"n{k} = {digits}" for k in range(3))
    assert len(written(tmp_path, many)[1]) == 3
    policy, problems = written(tmp_path, "a = " + "1" * 5_000)
    assert (policy, len(problems)) == (Policy(), 1)
    assert "111" not in str(problems[0])


@pytest.mark.parametrize("text", ["[a" + ".a" * 30_000 + "]", "[a" + ".a" * 240_000 + "]"])
def test_a_key_of_endless_parts_is_refused_before_it_is_parsed(
    tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parsed(_: str) -> None:
        raise AssertionError("It was parsed.")

    monkeypatch.setattr("saidanddone.privacy.policy.tomllib.loads", parsed)
    policy, problems = written(tmp_path, text)
    assert (policy, len(problems)) == (Policy(), 1)


def test_the_line_that_is_too_long_is_told(tmp_path: Path) -> None:
    _, problems = written(tmp_path, '[subjects]\n"Ada" = "consent"\n"' + "B" * 1_000 + '" = "consent"\n')
    assert [(one.line, "B" in one.said) for one in problems] == [(3, False)]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="This system has no named pipes.")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    policy, problems = read(tmp_path / "pipe.toml")
    assert (policy, len(problems)) == (Policy(), 1)
