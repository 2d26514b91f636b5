"""The guard of `tests/conftest.py`: a test that would leave this machine fails."""

from __future__ import annotations

import socket

import pytest


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 80, 0, 0)])
def test_nothing_connects_beyond_this_machine(address: tuple[object, ...]) -> None:
    family = socket.AF_INET6 if len(address) == 4 else socket.AF_INET
    with socket.socket(family) as away, pytest.raises(RuntimeError, match="do not leave this machine"):
        away.connect(address)


def test_no_name_is_looked_up_elsewhere() -> None:
    with pytest.raises(RuntimeError, match="do not leave this machine"):
        socket.getaddrinfo("example.invalid", 80)


def test_this_machine_may_be_reached() -> None:
    with socket.socket() as here, socket.socket() as there:
        here.bind(("127.0.0.1", 0))
        here.listen()
        there.connect(here.getsockname())
