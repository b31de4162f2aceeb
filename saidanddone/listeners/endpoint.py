"""An OpenAI-compatible address on one's own machine: what is sent, where it may go, and how long it is waited for.

Text leaves this program here, and nowhere else. So the address has to be this machine's or of the private network
around it, checked on the open connection before a word is sent; proxies are ignored and no forwarding is followed.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from saidanddone.errors import UsageError

__all__ = ["MOST_BYTES", "Endpoint", "Failed", "is_near"]

MOST_BYTES: Final = 4_000_000
"""An answer longer than this is none."""

_PRIVATE: Final = tuple(
    ipaddress.ip_network(net) for net in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
)
_METADATA: Final = ipaddress.ip_address("fd00:ec2::254")
_RETRIED: Final = (408, 425, 429, 500, 502, 503, 504)
_PAUSE: Final = 0.5
_LONGEST_PAUSE: Final = 8.0
_PART: Final = 65_536

ELSEWHERE: Final = (
    "That address is not on this machine or in the private network around it, and what was said in your conversations"
    " would be sent there. Use a model on your own machine. If you may send it and mean to, set"
    " SAIDANDDONE_LISTEN_ELSEWHERE=yes."
)


class Failed(Exception):
    """This request brought nothing usable; another may. ``status`` is HTTP's, 0 where there was none."""

    def __init__(self, status: int = 0) -> None:
        super().__init__(f"no usable answer ({status})" if status else "no usable answer")
        self.status = status


class _TooFar(Exception):
    pass


def is_near(address: str) -> bool:
    """Whether an IP address is this machine's own or of a private network (RFC 1918, RFC 4193).

    >>> is_near("127.0.0.1"), is_near("192.168.1.7"), is_near("::1"), is_near("8.8.8.8"), is_near("169.254.169.254")
    (True, True, True, False, False)
    >>> is_near("fd00:ec2::254")
    False
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    if found == _METADATA:
        return False  # what a cloud's machines ask for their own keys is no model
    return found.is_loopback or any(found in net for net in _PRIVATE if net.version == found.version)


class Endpoint:
    """Requests to one address.

    Args:
        base: ``http://localhost:11434``, with or without ``/v1``. elsewhere: it need not be near.
        key: sent as a bearer token where a server asks for one. seconds: waited for one answer, all in all.
        tries: of each request. sleep, monotonic: the clock, handed in by tests.

    Raises:
        UsageError: the address is none.
    """

    def __init__(
        self, base: str, *, elsewhere: bool = False, key: str = "", seconds: float = 120.0, tries: int = 3,
        sleep: Callable[[float], None] = time.sleep, monotonic: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        unclear = "That is no address of a model. It looks like http://localhost:11434."
        try:
            parts = urlsplit(base.strip())
            port = parts.port
        except ValueError:
            raise UsageError(unclear) from None
        if parts.scheme not in ("http", "https") or not parts.hostname or not base.isprintable() or " " in base.strip():
            raise UsageError(unclear)
        if parts.username is not None or parts.query or parts.fragment:
            raise UsageError("Give the address alone: no name, password or question mark in it.")
        host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        self.where: str = host if port is None else f"{host}:{port}"
        path = re.sub(r"(?:/v1)?(?:/chat/completions)?/*$", "", parts.path)
        self._base = f"{parts.scheme}://{self.where}{path}/v1"
        self._key, self._seconds, self._tries = key, seconds, max(1, tries)
        self._sleep, self._monotonic = sleep, monotonic
        handlers = (
            urllib.request.ProxyHandler({}), _NoForwarding(), _Plain(near=not elsewhere), _Secure(near=not elsewhere),
        )  # fmt: skip
        self._opener = urllib.request.build_opener(*handlers)

    def __repr__(self) -> str:
        return f"Endpoint({self.where!r})"

    def get(self, path: str) -> str:
        """The body of ``{base}/v1{path}``.

        Raises:
            Failed: nothing usable. UsageError: nothing answers there, or it must not be asked.
        """
        return self._asked(path, None)

    def post(self, path: str, body: Mapping[str, Any]) -> str:
        """The body answered to a JSON object; raises as :meth:`get`."""
        return self._asked(path, json.dumps(body, ensure_ascii=True).encode("ascii"))

    def _asked(self, path: str, data: bytes | None) -> str:
        pause = _PAUSE
        for left in reversed(range(self._tries)):
            try:
                return self._once(path, data)
            except urllib.error.HTTPError as error:
                with error:
                    if error.code in _RETRIED and left:
                        pause = max(pause, _seconds_of(error.headers.get("Retry-After")))
                    else:
                        self._told(error.code)
                        raise Failed(error.code) from None
            except _TooFar:
                raise UsageError(ELSEWHERE) from None
            except (urllib.error.URLError, http.client.HTTPException, OSError, ValueError) as error:
                reason = getattr(error, "reason", error)
                if isinstance(reason, _TooFar):
                    raise UsageError(ELSEWHERE) from None
                if isinstance(reason, ConnectionRefusedError) or type(reason).__name__ == "gaierror":
                    raise UsageError(
                        f"Nothing answers at {self.where}. Start the model's server, or check the address."
                    ) from None
                if not left:
                    raise Failed from None
            self._sleep(min(pause, _LONGEST_PAUSE))
            pause *= 2
        raise Failed

    def _told(self, status: int) -> None:
        if 300 <= status < 400:
            raise UsageError(
                f"The server at {self.where} forwards to another place. That is not followed: give the place itself."
            )
        if status in (401, 403):
            raise UsageError(
                f"The server at {self.where} wants a key. Put it into the environment as SAIDANDDONE_LISTENER_KEY."
            )

    def _once(self, path: str, data: bytes | None) -> str:
        headers = {"Accept": "application/json", "User-Agent": "saidanddone"}
        if data is not None:
            headers["Content-Type"] = "application/json"
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        request = urllib.request.Request(f"{self._base}{path}", data=data, headers=headers)
        until = self._monotonic() + self._seconds
        with self._opener.open(request, timeout=self._seconds) as answer:
            read: list[bytes] = []
            size = 0
            while part := answer.read1(_PART):
                read.append(part)
                size += len(part)
                if size > MOST_BYTES:
                    raise Failed(answer.status)
                if self._monotonic() > until:
                    raise TimeoutError
            return b"".join(read).decode("utf-8", errors="replace")


def _seconds_of(value: str | None) -> float:
    return float(value) if value is not None and re.fullmatch(r"\d{1,3}", value.strip()) else 0.0


class _NoForwarding(urllib.request.HTTPRedirectHandler):
    """Forwarding ends the request: its answer becomes an error that tells the status."""

    def redirect_request(self, *asked: Any, **more: Any) -> None:  # noqa: ARG002 — the standard library's signature
        return None


def _checked(connection: http.client.HTTPConnection) -> None:
    """See to it, before a byte is sent, that the other end is near; a name may have been pointed elsewhere since."""
    if not is_near(connection.sock.getpeername()[0]):
        connection.close()
        raise _TooFar


class _Plain(urllib.request.HTTPHandler):
    def __init__(self, *, near: bool) -> None:
        super().__init__()
        self._near = near

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_NearConnection if self._near else http.client.HTTPConnection, req)


class _Secure(urllib.request.HTTPSHandler):
    def __init__(self, *, near: bool) -> None:
        super().__init__()
        self._near = near

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_NearSecureConnection if self._near else http.client.HTTPSConnection, req)


class _NearConnection(http.client.HTTPConnection):
    def connect(self) -> None:
        super().connect()
        _checked(self)


class _NearSecureConnection(http.client.HTTPSConnection):
    def connect(self) -> None:
        super().connect()
        _checked(self)
