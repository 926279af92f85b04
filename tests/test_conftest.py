"""The walls around the tests hold."""

from __future__ import annotations

import socket
import time

import pytest

from tests.conftest import NetworkIsForbiddenError, is_here


@pytest.mark.parametrize(
    ("address", "here"),
    [
        (("127.0.0.1", 80), True),
        (("::1", 80, 0, 0), True),
        (("localhost", 80), True),
        ("/tmp/socket", True),  # noqa: S108 - a name only
        (("192.0.2.1", 80), False),
        (("example.org", 443), False),
    ],
)
def test_only_this_machine_is_here(address: object, here: bool) -> None:
    assert is_here(address) is here


def test_a_test_cannot_leave_this_machine() -> None:
    """192.0.2.1 is an address for documentation: without the wall this would wait, not raise."""
    with socket.socket() as door, pytest.raises(Exception, match=r"reached out to .*192\.0\.2\.1") as raised:
        door.connect(("192.0.2.1", 80))
    assert type(raised.value).__name__ == NetworkIsForbiddenError.__name__


def test_names_of_other_machines_are_not_looked_up() -> None:
    with pytest.raises(Exception, match=r"asked for the address of example\.org"):
        socket.getaddrinfo("example.org", 443)


def test_the_local_zone_is_strange() -> None:
    assert time.localtime(0).tm_gmtoff == 5.5 * 3600
