"""A listener that asks a real server, which behaves as a test says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from listeners import speaking as s
from listeners.asking import Default

from saidanddone.listeners.endpoint import Endpoint
from saidanddone.listeners.server import Server


@pytest.fixture
def at() -> Iterator[Callable[..., tuple[Server, s.Speaker]]]:
    with ExitStack() as stack:

        def make(behave: s.Behaviour, *, suffix: str = "", **asked: Any) -> tuple[Server, s.Speaker]:
            speaker = stack.enter_context(s.speaking(behave))
            endpoint = Endpoint(speaker.base + suffix, sleep=lambda _: None, **asked)
            return Server(endpoint, "small", otherwise=Default), speaker

        yield make
