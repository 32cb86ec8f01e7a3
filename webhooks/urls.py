"""What the URL of a webhook endpoint must look like. Pure: names are resolved only at a send.

The grammar is RFC 3986 without its loose ends, so that every parser reads such a URL alike.
"""

import re
from typing import Final

from domain.errors import InvalidInput
from webhooks import hosts

LONGEST: Final = 2_000

_SHAPE: Final = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?P<authority>[^/?#\\]*)"
    r"(?P<path>[^?#]*)(?P<query>\?[^#]*)?(?P<fragment>#.*)?",
    re.DOTALL,
)
_PATH_AND_QUERY: Final = re.compile(
    r"(/([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?"  # no space, control or raw Unicode
)
_PORT: Final = re.compile(r"[1-9][0-9]{0,4}")
_DEFAULT_PORTS: Final = {"https": 443, "http": 80}

# From 1024 up, those that browsers block too: other protocols live there (WHATWG Fetch, "bad port")
_UNSAFE_PORTS: Final = frozenset(
    {1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, *range(6665, 6670)}
    | {6679, 6697, 10080}
)


def checked(text: str, *, allow_loopback: bool, field: tuple[str, ...] = ("url",)) -> str:
    """The canonical form of an endpoint's URL.

    `allow_loopback` (demo mode) also allows `http` and `https` to `127.0.0.1` and `localhost`,
    and nothing else that is internal. Raises `InvalidInput`, whose reason is a key of the
    catalogues' section `reasons`.
    """
    if len(text) > LONGEST:
        raise InvalidInput("reasons.webhook_url_length", field, longest=LONGEST)
    parts = _SHAPE.fullmatch(text)
    if parts is None:
        raise InvalidInput("reasons.webhook_url_scheme", field)
    if "@" in parts["authority"]:
        raise InvalidInput("reasons.webhook_url_userinfo", field)
    if parts["fragment"] is not None:
        raise InvalidInput("reasons.webhook_url_fragment", field)
    origin = _origin(parts["scheme"].lower(), parts["authority"], allow_loopback, field)
    return origin + _path_and_query(parts["path"], parts["query"] or "", field)


def _origin(scheme: str, authority: str, allow_loopback: bool, field: tuple[str, ...]) -> str:
    if scheme not in _DEFAULT_PORTS:
        raise InvalidInput("reasons.webhook_url_scheme", field)
    name, colon, port = authority.partition(":")
    if authority.startswith("["):
        raise InvalidInput("reasons.webhook_url_ip", field)
    if allow_loopback and name.lower() in hosts.LOOPBACK:
        host = name.lower()
    elif scheme == "http":
        raise InvalidInput("reasons.webhook_url_scheme", field)
    else:
        host = hosts.checked(name, field)
    return f"{scheme}://{host}{_port(scheme, port, field) if colon else ''}"


def _port(scheme: str, text: str, field: tuple[str, ...]) -> str:
    port = int(text) if _PORT.fullmatch(text) else 0
    if port == _DEFAULT_PORTS[scheme]:
        return ""
    if not 1024 <= port <= 65_535 or port in _UNSAFE_PORTS:
        raise InvalidInput("reasons.webhook_url_port", field)
    return f":{port}"


def _path_and_query(path: str, query: str, field: tuple[str, ...]) -> str:
    whole = (path or "/") + query
    if not _PATH_AND_QUERY.fullmatch(whole):
        raise InvalidInput("reasons.webhook_url_characters", field)
    return whole
