"""What holds for every test: no network but this machine's own, no settings of whoever runs them, a strange zone."""

from __future__ import annotations

import ipaddress
import os
import shutil
import socket
import tempfile
import time
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from hatch_build import compile_catalogs
from tests import databases, lag

ROOT = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
OURS = "PALABRE_TEST_"
STRANGE_ZONE = "Asia/Kathmandu"  # at a quarter of an hour, so that a local time taken for UTC cannot pass
MEMORY = Path("/dev/shm")  # noqa: S108 - pytest makes a folder of one's own in it
ENOUGH = 4 * 1024**3
"""Bytes of memory from which on files of tests are kept there: a container often has 64 MB."""


class NetworkIsForbiddenError(Exception):
    """A test wanted to leave this machine."""


def pytest_configure() -> None:
    _forget_settings()
    _stay_on_this_machine()
    _two_noisy_cores()
    _write_to_memory()
    compile_catalogs(ROOT / "locales")
    lag.install()


def pytest_report_header() -> str:
    intake = os.environ.get("PALABRE_TEST_INTAKE", "polling")
    return f"the bot's own tests: on {databases.CHOSEN}, by {intake}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if any(shutil.which(name) for name in BROWSERS):
        return
    absent = pytest.mark.skip(reason="Chromium is not on this machine (Debian: apt-get install chromium)")
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(absent)


def is_here(address: object) -> bool:
    """Whether the socket address is of this machine: loopback, a Unix socket, or no host at all."""
    if not isinstance(address, tuple):
        return True
    host = str(address[0])
    if host in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(host.split("%", maxsplit=1)[0]).is_loopback
    except ValueError:
        return False


def _stay_on_this_machine() -> None:
    for name in ("connect", "connect_ex", "sendto"):
        setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
    resolve = socket.getaddrinfo

    def resolve_here(host: Any, *rest: Any, **more: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host or ""
        if not is_here((name,)) and name != "0.0.0.0":  # noqa: S104 - to listen, not to connect
            raise NetworkIsForbiddenError(f"a test asked for the address of {name}")
        return resolve(host, *rest, **more)

    socket.getaddrinfo = resolve_here


def _guarded(method: Any) -> Any:
    def only_here(self: socket.socket, *arguments: Any) -> Any:
        if not is_here(arguments[-1]):
            raise NetworkIsForbiddenError(f"a test reached out to {arguments[-1]}")
        return method(self, *arguments)

    return only_here


def _forget_settings() -> None:
    """What chooses the tests' own database and intake stays: each process that shares the tests reads it anew."""
    for name in [name for name in os.environ if name.startswith("PALABRE_") and not name.startswith(OURS)]:
        del os.environ[name]
    os.environ["TZ"] = STRANGE_ZONE
    time.tzset()


def _two_noisy_cores() -> None:
    """No deadline: a slow machine is not a failure; on CI the examples are the same each time."""
    slow = [hypothesis.HealthCheck.too_slow]
    fixed = "CI" in os.environ
    hypothesis.settings.register_profile(
        "palabre", deadline=None, suppress_health_check=slow, print_blob=True, derandomize=fixed
    )
    hypothesis.settings.load_profile("palabre")


def _write_to_memory() -> None:
    """Files of tests need not outlive the power: waiting for the disk would take them half as long again."""
    if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ENOUGH:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)
