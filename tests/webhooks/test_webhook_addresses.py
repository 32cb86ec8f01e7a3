"""Which addresses count as public: every denied network at its edges, and every embedded form."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webhooks import addresses

IPV4 = st.ip_addresses(v=4)


@pytest.mark.parametrize("network", [*addresses.DENIED_IPV4, *addresses.DENIED_IPV6], ids=str)
def test_a_denied_network_is_denied_from_edge_to_edge(network: IPv4Network | IPv6Network) -> None:
    for address in (network[0], network[-1], network[network.num_addresses // 2]):
        assert not addresses.is_public(str(address))


@pytest.mark.parametrize(
    "address",
    [
        *("1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0"),
        *("126.255.255.255", "128.0.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0"),
        *("192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255"),
        *("2001:4860:4860::8888", "2606:4700:4700::1111", "2a00:1450::1", "2003::1", "2001:200::1"),
    ],
)
def test_an_address_next_to_a_denied_network_is_public(address: str) -> None:
    assert addresses.is_public(address)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "localhost", "127.1", "0x7f.0.0.1", "2130706433", "1.1.1.1 ", "1.1.1.1\n"),
        *("01.1.1.1", "1.1.1.1/32", "[2606:4700::1]", "2606:4700::1%eth0", "１.１.１.１", "1.1.1"),
    ],
)
def test_text_that_is_no_plain_address_is_not_public(text: str) -> None:
    assert not addresses.is_public(text)
    assert not addresses.is_loopback(text)


@given(IPV4)
def test_an_ipv4_address_inside_an_ipv6_address_is_never_public(inner: IPv4Address) -> None:
    number = int(inner)
    embedded = [
        *(number, 0xFFFF << 32 | number, 0xFFFF << 48 | number),
        int(IPv6Address("64:ff9b::")) | number,
        int(IPv6Address("64:ff9b:1::")) | number,
        0x2002 << 112 | number << 80 | 1,
        0x2001_0000 << 96 | (number ^ 0xFFFF_FFFF),
        int(IPv6Address("2a00:1450::5efe:0:0")) | number,
        int(IPv6Address("2a00:1450::200:5efe:0:0")) | number,
    ]

    assert not any(addresses.is_public(str(IPv6Address(form))) for form in embedded)


@given(st.ip_addresses())
def test_what_the_standard_library_calls_special_is_never_public(
    address: IPv4Address | IPv6Address,
) -> None:
    special = (
        address.is_private
        or address.is_reserved
        or address.is_multicast
        or address.is_link_local
        or address.is_loopback
        or not address.is_global
    )

    assert not (special and addresses.is_public(str(address)))


@given(st.integers(0, 2**125 - 1))
def test_no_ipv6_address_outside_the_delegated_eighth_is_public(low: int) -> None:
    for eighth in (0, 2, 3, 4, 5, 6, 7):
        assert not addresses.is_public(str(IPv6Address(eighth << 125 | low)))


@given(st.ip_addresses())
def test_loopback_is_meant_literally(address: IPv4Address | IPv6Address) -> None:
    assert addresses.is_loopback(str(address)) == (
        address in IPv4Network("127.0.0.0/8") or address == ip_address("::1")
    )
    assert not addresses.is_loopback("::ffff:127.0.0.1")
