"""Security settings: keys, cookies, origins, proxies, limits, tokens."""

from collections.abc import Iterator
from ipaddress import IPv4Network, IPv6Network, collapse_addresses, ip_network
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import BaseModel, Field, SecretStr

from vestibule.settings.hosts import is_https
from vestibule.settings.secret_strength import DEVELOPMENT_SECRET, MIN_LENGTH, is_guessable
from vestibule.settings.types import Commas, Origin, Switch, Url

Network = IPv4Network | IPv6Network

MIN_PREFIX = {4: 8, 6: 16}
"""A broader network than 10.0.0.0/8 covers a part of the Internet, and not only proxies."""
MAX_IPV4_ADDRESSES = 2 ** (32 - MIN_PREFIX[4])
_PRIVATE_IPV6 = (IPv6Network("fc00::/7"), IPv6Network("fe80::/10"))
_MAPPED_IPV4 = IPv6Network("::ffff:0:0/96")


RESOURCE_METADATA_PATH = "/.well-known/oauth-protected-resource"


class SecuritySettings(BaseModel):
    """Permissions, keys, limits and trusted origins."""

    secret_key: SecretStr = SecretStr(DEVELOPMENT_SECRET)
    accepted_secret_keys: Annotated[tuple[SecretStr, ...], *Commas] = ()
    cookie_secure: Switch | None = None
    app_url: Origin | None = None
    cors_origins: Annotated[tuple[Origin, ...], *Commas] = ()
    trusted_proxies: Annotated[tuple[Network, ...], *Commas] = ()
    rate_limits: Switch = True
    token_leeway_seconds: int = Field(default=60, ge=0, le=60)
    resource_url: Url | None = None
    reveal_existing_users: Switch = False
    trusted_browser_days: int = Field(default=30, ge=0, le=365)
    resend_wait_seconds: int = Field(default=30, ge=0, le=3600)

    @property
    def resource_path(self) -> str:
        """The path of RESOURCE_URL, empty for the root."""
        return urlsplit(self.resource_url or "").path

    @property
    def resource_origin(self) -> str | None:
        """RESOURCE_URL without its path, if it is set."""
        return None if self.resource_url is None else self.resource_url.removesuffix(self.resource_path)

    @property
    def resource_metadata_url(self) -> str | None:
        """Where clients find the metadata of this resource (RFC 9728, section 3.1), if RESOURCE_URL is set."""
        if self.resource_url is None:
            return None
        return urlsplit(self.resource_url)._replace(path=RESOURCE_METADATA_PATH + self.resource_path).geturl()

    def unsafe_security_settings(self) -> Iterator[str]:
        """One line for each security setting that production must not have."""
        if is_guessable(self.secret_key.get_secret_value()):
            yield f"SECRET_KEY: production needs a random secret of its own, at least {MIN_LENGTH} characters"
        if any(is_guessable(key.get_secret_value()) for key in self.accepted_secret_keys):
            yield f"ACCEPTED_SECRET_KEYS: production needs random secrets, each of at least {MIN_LENGTH} characters"
        if self.cookie_secure is False:
            yield "COOKIE_SECURE: production never sends the refresh token over plain http"
        if self.app_url and not is_https(self.app_url):
            yield "APP_URL: production serves the app over https only"
        if not all(map(is_https, self.cors_origins)):
            yield "CORS_ORIGINS: production allows https origins only"
        if not self.rate_limits:
            yield "RATE_LIMITS: production limits guesses of passwords and codes"
        if _covers_internet(self.trusted_proxies):
            yield "TRUSTED_PROXIES: production trusts its own proxies, not a part of the Internet"


def _covers_internet(networks: tuple[Network, ...]) -> bool:
    """Whether the networks together contain one that is too broad, or as many IPv4 addresses, however split up."""
    plain = [_unmapped(network) for network in networks]
    ipv4 = [*collapse_addresses(network for network in plain if isinstance(network, IPv4Network))]
    ipv6 = [*collapse_addresses(network for network in plain if isinstance(network, IPv6Network))]
    collapsed: list[Network] = [*ipv4, *ipv6]
    return sum(network.num_addresses for network in ipv4 if not network.is_private) > MAX_IPV4_ADDRESSES or any(
        network.prefixlen < MIN_PREFIX[network.version] and not _is_private(network) for network in collapsed
    )


def _unmapped(network: Network) -> Network:
    """The IPv4 network of an IPv4-mapped IPv6 network."""
    if isinstance(network, IPv6Network) and network.subnet_of(_MAPPED_IPV4):
        return ip_network((int(network.network_address) & 0xFFFF_FFFF, network.prefixlen - _MAPPED_IPV4.prefixlen))
    return network


def _is_private(network: Network) -> bool:
    return isinstance(network, IPv6Network) and any(network.subnet_of(private) for private in _PRIVATE_IPV6)
