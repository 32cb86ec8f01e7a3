"""Says clearly, before anything starts, that a port cannot be used."""

import errno
import os
import socket
from typing import Final

_NEIGHBOURS: Final = 50
_LAST_PORT: Final = 65_535


class PortUnusable(RuntimeError):
    """The service cannot listen there; the message says what to do."""


class PortTaken(PortUnusable):
    """Another program listens on the port."""


def free_port_or_error(host: str, port: int) -> int:
    """The port, if one can listen on it now.

    Raises PortTaken when another program does, PortUnusable when the system refuses.
    """
    if not 0 < port <= _LAST_PORT:
        raise PortUnusable(f"{port} is not a port. Choose one from 1 to 65535: PORT=8000 make run")
    refusal = _refusal(host, port)
    if refusal is None:
        return port
    advice = f"Stop the program that uses it, or choose another port: {_other_command(host, port)}"
    if refusal == errno.EADDRINUSE:
        raise PortTaken(f"Port {port} on {host} is taken. {advice}")
    if refusal == errno.EACCES:
        raise PortUnusable(
            f"Port {port} on {host} needs rights that this user does not have. "
            f"Choose one above 1023: PORT=8000 make run"
        )
    raise PortUnusable(f"Nothing can listen on {host}, port {port}: {os.strerror(refusal)}.")


def _refusal(host: str, port: int) -> int | None:
    """The system's error number for listening there; None: it works."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.create_server((host, port), family=family):
            return None
    except socket.gaierror:
        return errno.EADDRNOTAVAIL
    except OSError as error:
        return error.errno or errno.EADDRNOTAVAIL


def _other_command(host: str, port: int) -> str:
    last = min(port + _NEIGHBOURS, _LAST_PORT)
    free = (other for other in range(port + 1, last + 1) if _refusal(host, other) is None)
    return f"PORT={next(free, 8001)} make run"
