"""A port that cannot be used is reported before anything starts."""

import socket

import pytest

from server.embedded.ports import PortTaken, PortUnusable, free_port_or_error


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "localhost"])
def test_a_free_port_is_given_back(host):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

    assert free_port_or_error(host, port) == port


@pytest.mark.parametrize("listening", ["127.0.0.1", "0.0.0.0"])
def test_a_taken_port_is_named_with_the_command_that_avoids_it(listening):
    with socket.create_server((listening, 0)) as other:
        port = other.getsockname()[1]

        with pytest.raises(PortTaken, match=rf"Port {port} on 127\.0\.0\.1 is taken") as caught:
            free_port_or_error("127.0.0.1", port)

    suggested = int(str(caught.value).rpartition("PORT=")[2].removesuffix(" make run"))
    assert suggested != port
    assert free_port_or_error("127.0.0.1", suggested) == suggested


@pytest.mark.parametrize(
    ("host", "port"), [("127.0.0.1", 0), ("127.0.0.1", 65_536), ("127.0.0.1", -1)]
)
def test_what_is_no_port_is_refused(host, port):
    with pytest.raises(PortUnusable, match="not a port"):
        free_port_or_error(host, port)


@pytest.mark.parametrize("host", ["203.0.113.7", "no such host"])
def test_an_address_that_is_not_ours_is_refused(host):
    with pytest.raises(PortUnusable, match="Nothing can listen"):
        free_port_or_error(host, 8000)
