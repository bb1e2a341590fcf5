"""No test reaches beyond this machine."""

import ipaddress
import socket

import pytest

Address = tuple[str, int] | tuple[str, int, int, int] | str | bytes


class NetworkIsBlocked(RuntimeError):
    """A test tried to reach another machine."""


def _is_here(address: Address) -> bool:
    if isinstance(address, (str, bytes)):  # a Unix socket
        return True
    try:
        return ipaddress.ip_address(address[0]).is_loopback
    except ValueError:
        return address[0] == "localhost"


def block(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection but to this machine, with the address in the message."""
    for name in ("connect", "connect_ex"):
        unguarded = getattr(socket.socket, name)

        def guarded(self: socket.socket, address: Address, unguarded=unguarded) -> int | None:
            if not _is_here(address):
                message = f"tests may not reach {address}"
                raise NetworkIsBlocked(message)
            return unguarded(self, address)

        monkeypatch.setattr(socket.socket, name, guarded)
