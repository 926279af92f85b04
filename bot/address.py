"""Where to listen: a host and a port."""

from __future__ import annotations

from dataclasses import dataclass


class AddressError(Exception):
    """Nothing can listen there; the message is one line for the operator."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen: a host (a name, or an address of IPv4 or IPv6) and a port, 0 for any that is free."""

    host: str
    port: int

    @classmethod
    def read(cls, text: str) -> Address:
        """From `HOST:PORT`, an IPv6 address in brackets; ValueError when it is none."""
        host, colon, port = text.rpartition(":")
        bare = host[1:-1] if host.startswith("[") and host.endswith("]") else host
        if not (colon and bare and port.isascii() and port.isdigit() and 0 < int(port) < 65536):
            raise ValueError
        if any(letter in bare for letter in " /@?#[]") or (":" in bare) != (bare != host):
            raise ValueError
        return cls(bare, int(port))

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"
