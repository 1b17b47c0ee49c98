"""The client's IP address: of the connection, or from X-Forwarded-For if a trusted proxy sent it."""

from ipaddress import ip_network

import pytest

from vestibule.limits import client_ip_of, network_of


class TestClientIp:
    @pytest.mark.parametrize(
        ("peer", "forwarded_for", "client"),
        [
            ("198.51.100.7", "203.0.113.1", "198.51.100.7"),
            ("10.0.0.1", None, "10.0.0.1"),
            ("10.0.0.1", "203.0.113.1", "203.0.113.1"),
            ("10.0.0.1", "1.1.1.1, 203.0.113.1", "203.0.113.1"),
            ("10.0.0.1", "1.1.1.1, 203.0.113.1, 10.0.0.2", "203.0.113.1"),
            ("10.0.0.1", "10.0.0.3,10.0.0.2", "10.0.0.3"),
            ("10.0.0.1", "203.0.113.1:4711", "203.0.113.1"),
            ("10.0.0.1", "[2001:db8::1]:443", "2001:db8::1"),
            ("10.0.0.1", "203.0.113.1, nonsense", "10.0.0.1"),
            ("10.0.0.1", "203.0.113.1, , 10.0.0.2", "10.0.0.2"),
            ("::ffff:10.0.0.1", "::ffff:203.0.113.1", "203.0.113.1"),
            ("testclient", "203.0.113.1", "testclient"),
        ],
    )
    def test_forwarded_for_is_trusted_from_trusted_proxies_only(
        self, peer: str, forwarded_for: str | None, client: str
    ) -> None:
        assert client_ip_of(peer, forwarded_for, [ip_network("10.0.0.0/8")]) == client

    def test_addresses_of_one_ipv6_subscriber_share_a_limit(self) -> None:
        assert network_of("2001:db8::1") == network_of("2001:db8::ffff:1") == "2001:db8::/64"
        assert network_of("2001:db8:0:1::1") != network_of("2001:db8::1")
        assert network_of("192.0.2.1") == "192.0.2.1"
