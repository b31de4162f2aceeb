"""How the listener is trained: the optimiser finds the least, silence weighs nothing, and corpora are
read as they mean."""

from __future__ import annotations

import numpy as np
import scipy.sparse
from answering import _middle
from corpora import HEADS, basic_class, mrda_tags, ours
from fit import fitted
from places import _directions, _least_squares
from stage import _worded
from train import written

from saidanddone.listening.conversation import Conversation, Turn
from saidanddone.listening.features import Words, laid_out, own_buckets, tokens
from saidanddone.listening.wordlist import TONES


def small() -> tuple[scipy.sparse.csr_matrix, np.ndarray]:
    rng = np.random.default_rng(4)
    X = scipy.sparse.random(300, 40, 0.2, random_state=rng, format="csr", dtype=np.float32)
    Y = (X @ rng.normal(size=(40, 3)) + rng.normal(size=(300, 3)) > 0).astype(np.float32)
    return X, Y


def test_the_slope_is_flat_where_the_optimiser_stops() -> None:
    X, Y = small()
    W = fitted(X, Y, np.ones_like(Y), 0.5, steps=200, tolerance=1e-5)
    slope = X.T @ (1 / (1 + np.exp(-(X @ W))) - Y) + 0.5 * W
    at_start = X.T @ (0.5 - Y)
    assert np.abs(slope).max() < 1e-3 * np.abs(at_start).max()


def test_what_a_corpus_does_not_say_changes_nothing() -> None:
    X, Y = small()
    silent = Y.copy()
    silent[200:, 0] = np.nan
    W = fitted(X, silent, np.ones_like(Y), 0.5, steps=200, tolerance=1e-5)
    alone = fitted(X[:200], Y[:200, :1], np.ones_like(Y[:200, :1]), 0.5, steps=200, tolerance=1e-5)
    assert np.allclose(W[:, :1], alone, atol=1e-2)


def test_the_same_inputs_give_the_same_bits() -> None:
    X, Y = small()
    first, second = (fitted(X, Y, np.ones_like(Y), 0.5) for _ in range(2))
    assert first.tobytes() == second.tobytes()
    assert written({"b": first, "a": Y}) == written({"a": Y, "b": second})


def test_what_words_add_to_a_turns_point_is_the_least_squares_solution() -> None:
    X, _ = small()
    Y = np.random.default_rng(5).normal(size=(300, 4)).astype(np.float32)
    exact = np.linalg.solve((X.T @ X).toarray() + 2 * np.eye(40), X.T @ Y)
    assert np.allclose(_least_squares(X, Y, np.float32(2)), exact, atol=1e-4)


def test_the_main_directions_are_those_in_which_points_differ_most() -> None:
    rng = np.random.default_rng(6)
    found = (rng.normal(size=(500, 6)) * [5, 4, 1, 1, 1, 1]).astype(np.float32)
    along = _directions(found, 2)
    assert np.allclose(along.std(0), 1, atol=1e-3)
    assert np.abs(np.corrcoef(along.T, found[:, :2].T)[:2, 2:]).diagonal().min() > 0.99


def test_a_tag_counts_wherever_it_stands() -> None:
    assert mrda_tags("fh|s^cs^df.%--") == {"fh", "s", "cs", "df", "%--"}


def test_the_five_classes_follow_the_written_rule() -> None:
    rule = {
        "s^rt": "S",
        "fh|s": "S",
        "s.%--": "D",
        "b": "B",
        "fh": "F",
        "qy^d^g": "Q",
        "s:qw": "S",
        "s^bu|qy^d": "Q",
        "%": "D",
    }
    assert {raw: basic_class(raw) for raw in rule} == rule


def test_our_examples_say_yes_or_no_of_every_label_and_a_fifth_is_held() -> None:
    corpus = ours()
    column = HEADS.index("mistake")
    assert not np.isnan(corpus.known[:, column]).any()
    assert 0.1 < (corpus.splits == "held").mean() < 0.3
    held = {row["conversation_id"] for row in corpus.rows if row["split"] == "held"}
    assert not held & {row["conversation_id"] for row in corpus.rows if row["split"] == "train"}


def test_what_swears_is_rough_and_what_attacks_nobody_is_no_attack() -> None:
    corpus = ours()
    harsh, attack = (corpus.known[:, HEADS.index(head)] for head in ("harsh", "hostility"))
    assert (harsh[attack == 1] == 1).all()
    rough = np.flatnonzero((harsh == 1) & (attack == 0))
    assert len(rough)
    assert all(TONES[0] & set(tokens(corpus.rows[place]["text"])) for place in rough)


def test_a_mail_that_asks_for_something_teaches_what_mail_wants() -> None:
    corpus = ours()
    wants = corpus.known[:, HEADS.index("mail")]
    asks = np.array(["request" in row["labels"] for row in corpus.rows])
    assert asks.sum() > 100
    assert (wants[asks & np.array([row["channel"] == "email" for row in corpus.rows])] == 1).all()
    assert np.isnan(wants[np.array([row["channel"] != "email" for row in corpus.rows])]).all()


def test_masked_swearing_is_read_as_swearing() -> None:
    for text in ("what the f**k is this, you a****le", "sh*t", "f*cking", "this shi**y thing", "what the f***"):
        assert "swearhere" in tokens(text), text
    plain = (
        "a ** b, **bold** and 2**k",
        "**no**, do **not use it**",
        "a*b*c",
        "char **argv",
        "foo(**kw)",
        "x**n, a**b",
    )
    lettered = ("I would take **Option B** here", "**Appendix A**: figures", "so f*k is the gain", "ls fu*", "fu@k.com")
    for text in plain + lettered:
        assert "swearhere" not in tokens(text), text


def test_a_group_is_wordless_only_where_no_known_word_stands_in_it() -> None:
    words = Words([",", ".", "six", "stupid"])
    turns = [Turn("", text, place + 1) for place, text in enumerate(["zqx, zqxing.", "six zqx.", "stupid zqx"])]
    layout = laid_out([Conversation("", "", "chat", turns)], words)
    buckets = own_buckets(layout)
    worded = _worded(layout, words, buckets, np.ones(len(layout.ids), bool))
    first = buckets[: layout.lengths[0] + 2]
    assert not np.isin(first[first >= 0], worded).any()
    six, stupid = (buckets[layout.begins[turn] + 1] for turn in (1, 2))
    assert np.isin(six[six >= 0], worded).all()
    assert np.isin(stupid[stupid >= 0], worded).all()


def test_of_thresholds_that_are_nearly_as_good_the_middle_is_taken() -> None:
    z = np.linspace(0, 1, 1001).astype(np.float32)
    right = z >= 0.8
    assert 0.78 < _middle(right, z) < 0.82
    right[::7] ^= z[::7] > 0.75  # some errors: what is best by a hair may lie anywhere near
    best = [2 * (right & (z >= t)).sum() / (right.sum() + (z >= t).sum()) for t in (0.7, _middle(right, z))]
    assert best[1] >= best[0]


def test_quoted_lines_are_another_s_words_unless_nothing_else_is_there() -> None:
    assert tokens("> you idiot\n\nPlease stay polite.") == tokens("Please stay polite.")
    assert "idiot" in tokens("> you idiot")
    turns = [Turn("", "> WHY NOT\n\nI see.", 1), Turn("", "> WHY NOT", 2)]
    layout = laid_out([Conversation("", "", "email", turns)], Words(["see"]))
    assert layout.capitals.tolist() == [0, 2]


def test_some_names_and_words_of_a_trade_are_no_rude_ones() -> None:
    plain = "Dang asked Dick Crook to screw it on, load Snowflake, prick the tube and see the Frick"
    for tone in TONES[:3]:
        assert not tone & set(tokens(plain))
    assert "screwed" in TONES[0]
    assert {"dickhead", "pricks", "troll"} <= TONES[1]


def test_who_is_marked_as_fed_up_or_attacks_is_displeased_and_plain_turns_are_not() -> None:
    corpus = ours()
    displeased = corpus.known[:, HEADS.index("displeased")]
    marked = np.array([bool({"displeased", "hostility"} & set(row["labels"])) for row in corpus.rows])
    assert (displeased[marked] == 1).all()
    assert (displeased == 0).sum() > 1000
    assert np.isnan(displeased[np.array([row["labels"] == ["challenge"] for row in corpus.rows])]).all()
