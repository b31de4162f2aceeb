"""A real HTTP server that speaks the protocol of language models, well or badly, for a listener to be tried against."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Behaviour = Callable[["Handler", dict[str, Any]], None]


@dataclass
class Speaker:
    """What the server is to do, and what it was asked: method, path, headers and body of each request, in order."""

    behave: Behaviour
    offered: Sequence[str] = ("small",)
    base: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)

    @property
    def posts(self) -> list[dict[str, Any]]:
        return [one for one in self.asked if one["method"] == "POST"]


class Handler(BaseHTTPRequestHandler):
    """Answers by its speaker's behaviour."""

    speaker: Speaker
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.speaker.asked.append({"method": "GET", "path": self.path, "headers": dict(self.headers), "body": {}})
        if self.path == "/v1/models":
            self.answer(json.dumps({"object": "list", "data": [{"id": name} for name in self.speaker.offered]}))
        else:
            self.answer("{}", 404)

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.speaker.asked.append({"method": "POST", "path": self.path, "headers": dict(self.headers), "body": said})
        self.speaker.behave(self, said)

    def answer(self, text: str, status: int = 200, kind: str = "application/json", **headers: str) -> None:
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *told: Any) -> None:
        """Tests are quiet."""


@contextmanager
def speaking(behave: Behaviour, offered: Sequence[str] = ("small",)) -> Iterator[Speaker]:
    """A server on this machine for as long as the block runs."""
    speaker = Speaker(behave, offered)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Its", (Handler,), {"speaker": speaker}))
    server.daemon_threads = True
    speaker.base = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield speaker
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def asked_of(said: dict[str, Any]) -> dict[str, Any]:
    """The turns a request holds."""
    found: dict[str, Any] = json.loads(said["messages"][1]["content"])
    return found


def labelled(said: dict[str, Any]) -> list[dict[str, Any]]:
    """What a good model would answer of a request: words stand for what is heard."""
    told = asked_of(said)
    texts = {turn["n"]: turn["text"] for turn in told["turns"]}
    out = []
    for n in told["label"]:
        text, before = texts[n], max((k for k in texts if k < n), default=0)
        heard = [{"label": word, "p": 0.9} for word in ("question", "problem", "thanks") if word in text]
        thanked = before and "thanks" in text
        extra = [{"label": "validate", "p": 0.8}] if thanked else []
        out.append(
            {"n": n, "heard": heard, "answers": before if thanked else 0, "level": 4 if thanked else 0,
             "sure": 0.7 if thanked else 0, "as_answer": extra}
        )  # fmt: skip
    return out


def wrapped(content: str) -> str:
    """A server's answer around what the model wrote."""
    return json.dumps({"choices": [{"index": 0, "message": {"role": "assistant", "content": content}}]})


def good(handler: Handler, said: dict[str, Any]) -> None:
    handler.answer(wrapped(json.dumps({"turns": labelled(said)})))


def says(change: Callable[[list[dict[str, Any]]], Any]) -> Behaviour:
    """A model whose list of turns is changed before it is sent."""
    return lambda handler, said: handler.answer(wrapped(json.dumps({"turns": change(labelled(said))})))


def writes(content: str) -> Behaviour:
    """A model that always writes this."""
    return lambda handler, _: handler.answer(wrapped(content))


def fails(status: int, times: int = 10**6, **headers: str) -> Behaviour:
    """A server that fails so often, then is good."""
    left = [times]

    def behave(handler: Handler, said: dict[str, Any]) -> None:
        left[0] -= 1
        if left[0] >= 0:
            handler.answer('{"error": {"message": "no"}}', status, **headers)
        else:
            good(handler, said)

    return behave


def streams(handler: Handler, said: dict[str, Any]) -> None:
    """Knows nothing but streaming."""
    text = json.dumps({"turns": labelled(said)})
    parts = [text[k : k + 7] for k in range(0, len(text), 7)]
    lines = [f"data: {json.dumps({'choices': [{'delta': {'content': part}}]})}\n\n" for part in parts]
    handler.answer("".join([*lines, "data: [DONE]\n\n"]), kind="text/event-stream")


def is_slow(seconds: float) -> Behaviour:
    """Sends a byte now and then, and never an end."""

    def behave(handler: Handler, said: dict[str, Any]) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        try:
            for _ in range(200):
                handler.wfile.write(b" ")
                handler.wfile.flush()
                time.sleep(seconds)
        except OSError:
            pass
        handler.close_connection = True

    return behave
