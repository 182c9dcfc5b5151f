"""A bounded load: a few connections that ask one after the other, for a while. As little work as possible in between,
as it shares the machine with the portal."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from bench.server import HOST

CONNECTIONS = 8
"""As many as the portal has threads."""

CHUNK = 1 << 16
LENGTH = b"\r\nContent-Length: "
NOT_MODIFIED = 304
"""Comes without a body, and says no length."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, packed as it travelled."""

    status: int
    head: bytes
    body: bytes

    @property
    def weight(self) -> int:
        return len(self.head) + len(self.body)


class Asker:
    """What one connection asks for: the next request, as bytes; it is told of each answer."""

    def next(self) -> bytes:
        raise NotImplementedError

    def hear(self, answer: Answer) -> None:
        if answer.status != 200:
            raise RuntimeError(f"{answer.status}: {answer.head.decode()[:300]}")


@dataclass(frozen=True, slots=True)
class Burst:
    """What a burst came to: requests a second, and how long each took (in seconds)."""

    rate: float
    times: Sequence[float]


def burst(port: int, askers: Sequence[Asker], seconds: float) -> Burst:
    """Each asker on a connection of its own, all at the same time."""
    deadline = time.perf_counter() + seconds
    started = time.perf_counter()
    with ThreadPoolExecutor(len(askers)) as pool:
        times = [t for found in pool.map(lambda a: _run(port, a, deadline), askers) for t in found]
    return Burst(len(times) / (time.perf_counter() - started), times)


def ask_once(port: int, asker: Asker) -> Answer:
    answers: list[Answer] = []
    with socket.create_connection((HOST, port)) as line:
        answers.append(_ask(line, asker.next()))
    asker.hear(answers[0])
    return answers[0]


def _run(port: int, asker: Asker, deadline: float) -> list[float]:
    times: list[float] = []
    clock: Callable[[], float] = time.perf_counter
    with socket.create_connection((HOST, port)) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while (began := clock()) < deadline:
            answer = _ask(line, asker.next())
            times.append(clock() - began)
            asker.hear(answer)
    return times


def _ask(line: socket.socket, request: bytes) -> Answer:
    line.sendall(request)
    got = b""
    while (end := got.find(b"\r\n\r\n")) < 0:
        more = line.recv(CHUNK)
        if not more:
            raise RuntimeError("the portal closed the connection")
        got += more
    head, body = got[: end + 4], got[end + 4 :]
    status = int(head[9:12])
    if status == NOT_MODIFIED:
        return Answer(status, head, body)
    at = head.index(LENGTH) + len(LENGTH)
    length = int(head[at : head.index(b"\r", at)])
    while len(body) < length:
        body += line.recv(CHUNK)
    return Answer(status, head, body)
