"""Which addresses a customer's URL may lead to: an explicit table, since `is_global` passes some.

Sources: the IANA registries of special-purpose addresses, and the clouds' own metadata services.
Addresses that carry an IPv4 address inside (mapped, NAT64, 6to4, Teredo, ISATAP) are all denied:
no public receiver needs them, and a gateway near us could turn each into an inward one.
"""

from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

DENIED_IPV4: Final = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared by carriers; one cloud's metadata
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # one cloud's host, from inside
        "169.254.0.0/16",  # link-local; metadata of most clouds
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments; one cloud's metadata
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT relays
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarking
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)

DENIED_IPV6: Final = tuple(
    IPv6Network(network)
    for network in (
        "::/96",  # unspecified, loopback, and IPv4-compatible
        "::ffff:0:0/96",  # IPv4-mapped
        "::ffff:0:0:0/96",  # IPv4-translated
        "64:ff9b::/96",  # NAT64
        "64:ff9b:1::/48",  # NAT64 of a site
        "100::/64",  # discard
        "100:0:0:1::/64",  # dummy prefix
        "::/3",  # never global unicast
        "2001::/23",  # protocol assignments: Teredo, benchmarking, AMT, ORCHID, drones
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4
        "2620:4f:8000::/48",  # AS112
        "3ffe::/16",  # the former 6bone
        "3fff::/20",  # documentation
        "4000::/2",  # not assigned; segment routing
        "8000::/1",  # not assigned
        "fc00::/7",  # unique local; one cloud's metadata
        "fe80::/10",  # link-local
        "fec0::/10",  # site-local
        "ff00::/8",  # multicast
    )
)

# The last 64 bits of an ISATAP address: 0000:5efe or 0200:5efe, then an IPv4 address.
_ISATAP_MARKS: Final = frozenset({0x0000_5EFE, 0x0200_5EFE})


@lru_cache(maxsize=4_096)  # asked at every send, about the same few receivers
def is_public(address: str) -> bool:
    """Whether a numeric address is outside every denied network; text that is none is not."""
    parsed = _parsed(address)
    if isinstance(parsed, IPv4Address):
        return not any(parsed in network for network in DENIED_IPV4)
    if isinstance(parsed, IPv6Address):
        return not (_is_scoped_or_isatap(parsed) or any(parsed in net for net in DENIED_IPV6))
    return False


def is_loopback(address: str) -> bool:
    """Whether it is this machine, written plainly: 127.0.0.0/8 or ::1, not a mapped form."""
    parsed = _parsed(address)
    if isinstance(parsed, IPv6Address):
        return parsed == IPv6Address("::1")
    return parsed is not None and parsed.is_loopback


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(address)
    except ValueError:
        return None


def _is_scoped_or_isatap(address: IPv6Address) -> bool:
    return address.scope_id is not None or (int(address) >> 32) & 0xFFFF_FFFF in _ISATAP_MARKS
