"""Which e-mail addresses we write to: one plain mailbox, its domain in ASCII, nothing more."""

import string
import unicodedata
from typing import Final

import idna

MAX_LOCAL_BYTES: Final = 64
MAX_ADDRESS_BYTES: Final = 254
_ATOM: Final = frozenset(string.ascii_letters + string.digits + "!#$%&'*+-/=?^_`{|}~")


class UnusableAddress(ValueError):
    """No mail can go to this address; the message never repeats it, so it can be logged."""

    def __init__(self) -> None:
        super().__init__("The e-mail address cannot be used. Ask its owner to correct it.")


def canonical(address: str) -> str:
    """The address with its domain in lower-case ASCII (IDNA); a local part may hold any letters.

    Quoted local parts and address literals are refused: nobody needs them, and they can hide
    line breaks and second recipients. Raises UnusableAddress.
    """
    local, _, domain = address.rpartition("@")
    if not _is_dot_atom(local) or len(local.encode()) > MAX_LOCAL_BYTES:
        raise UnusableAddress
    usable = f"{local}@{_ascii_domain(domain)}"
    if len(usable.encode()) > MAX_ADDRESS_BYTES:
        raise UnusableAddress
    return usable


def domain_of(address: str) -> str:
    """The ASCII domain of an address. Raises UnusableAddress."""
    return canonical(address).rpartition("@")[2]


def _is_dot_atom(local: str) -> bool:
    return all(atom and all(map(_may_stand_in_atom, atom)) for atom in local.split("."))


def _may_stand_in_atom(character: str) -> bool:
    if character.isascii():
        return character in _ATOM
    return unicodedata.category(character)[0] in "LMNPS"


def _ascii_domain(domain: str) -> str:
    if not domain or domain.endswith("."):
        raise UnusableAddress
    try:
        return idna.encode(domain, uts46=True, std3_rules=True).decode("ascii")
    except UnicodeError as error:
        raise UnusableAddress from error
