"""A language model as a listener where its server is bad, gone or far away: what is said, and what never leaves."""

from __future__ import annotations

from typing import Any

import pytest
from listeners import speaking as s
from listeners.asking import THREE, Default, heard, talk

from saidanddone.errors import UsageError
from saidanddone.listeners.endpoint import MOST_BYTES, Endpoint, is_near
from saidanddone.listeners.server import Server, connect

# Bad servers


def test_a_server_that_fails_for_a_moment_is_asked_again_after_a_pause(at: Any) -> None:
    pauses: list[float] = []
    with s.speaking(s.fails(503, 2, Retry_After="2")) as speaker:
        server = Server(Endpoint(speaker.base, sleep=pauses.append), "small", otherwise=Default)
        (scores,) = server.score([THREE])
    assert heard(scores, 0, "problem") == 0.9
    assert pauses == [2.0, 4.0]


def test_pauses_are_bounded_and_tries_too() -> None:
    pauses: list[float] = []
    with s.speaking(s.fails(429, Retry_After="900")) as speaker:
        Server(Endpoint(speaker.base, sleep=pauses.append, tries=4), "small", otherwise=Default).score([THREE])
        assert len(speaker.posts) == 4
    assert max(pauses) <= 8


def test_a_server_that_fails_for_good_is_given_up_with_a_sentence(at: Any) -> None:
    server, _ = at(s.fails(500), tries=1)
    with pytest.raises(UsageError, match="gave no answer 3 times in a row"):
        server.score([talk(*["x"] * 200)])


@pytest.mark.parametrize("behave", [s.fails(500), s.is_slow(0.05)])
def test_one_window_without_an_answer_falls_back(at: Any, behave: s.Behaviour) -> None:
    server, _ = at(behave, tries=1, seconds=0.2)
    (scores,) = server.score([THREE])
    assert (scores.turns == 0.25).all()


def test_an_endless_answer_is_not_read_to_its_end(at: Any) -> None:
    server, _ = at(lambda handler, _: handler.answer(" " * (MOST_BYTES + 100_000)))
    (scores,) = server.score([THREE])
    assert (scores.turns == 0.25).all()


@pytest.mark.parametrize(
    ("status", "why"),
    [(401, "SAIDANDDONE_LISTENER_KEY"), (403, "wants a key"), (404, "Check --model"), (422, "Check --model")],
)
def test_what_the_user_can_put_right_is_said(at: Any, status: int, why: str) -> None:
    server, _ = at(s.fails(status))
    with pytest.raises(UsageError, match=why):
        server.score([THREE])


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_no_forwarding_is_followed(at: Any, status: int) -> None:
    with s.speaking(s.good) as other:
        server, _ = at(s.fails(status, Location=f"{other.base}/v1/chat/completions"))
        with pytest.raises(UsageError, match="forwards to another place"):
            server.score([THREE])
        assert other.asked == []


def test_proxies_of_the_environment_are_not_asked(at: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with s.speaking(s.good) as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.base)
        monkeypatch.delenv("no_proxy", raising=False)
        server, speaker = at(s.good)
        server.score([THREE])
        assert (len(speaker.posts), proxy.asked) == (1, [])


def test_nothing_there_is_a_sentence() -> None:
    with s.speaking(s.good) as speaker:
        gone = speaker.base
    with pytest.raises(UsageError, match="Nothing answers at 127"):
        connect(gone, "small")


# Where text may go


@pytest.mark.parametrize(
    ("address", "near"),
    [
        ("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("10.1.2.3", True), ("172.31.0.1", True),
        ("192.168.0.9", True), ("fd00::1", True), ("::ffff:10.0.0.1", True), ("8.8.8.8", False), ("172.32.0.1", False),
        ("169.254.169.254", False), ("100.64.0.1", False), ("2001:db8::1", False), ("::ffff:8.8.8.8", False),
        ("0.0.0.0", False), ("example", False),
    ],
)  # fmt: skip
def test_near_is_this_machine_and_the_private_network(address: str, near: bool) -> None:
    assert is_near(address) is near


def test_an_address_elsewhere_is_refused_before_a_word_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    from saidanddone.listeners import endpoint

    with s.speaking(s.good) as speaker:
        monkeypatch.setattr(endpoint, "is_near", lambda _: False)  # this machine stands in for a far one
        with pytest.raises(UsageError, match="would be sent there"):
            connect(speaker.base)
        assert speaker.asked == []
        monkeypatch.setenv("SAIDANDDONE_LISTEN_ELSEWHERE", "yes")
        connect(speaker.base).score([THREE])
        assert len(speaker.posts) == 1


def test_a_key_is_sent_and_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAIDANDDONE_LISTENER_KEY", "sesame")
    with s.speaking(s.good) as speaker:
        server = connect(speaker.base)
        server.score([THREE])
    assert speaker.posts[0]["headers"]["Authorization"] == "Bearer sesame"
    assert "sesame" not in repr(server) + repr(server._endpoint) + server.name + str(server.notes)
