"""Settings of outgoing connections to Cognito: the proxy and the certificate authorities."""

import os
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from pydantic import AfterValidator, BaseModel

from vestibule.settings.hosts import host_of, is_loopback
from vestibule.settings.types import Url

CA_BUNDLE_VARIABLES = ("AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE")


def _readable(path: Path) -> Path:
    if not path.is_file():
        raise ValueError("is not a file")
    return path


class NetworkSettings(BaseModel):
    """One rule for boto3's calls and for the key fetch."""

    cognito_proxy: Url | None = None
    cognito_ca_bundle: Annotated[Path, AfterValidator(_readable)] | None = None

    def proxy_for(self, url: str) -> str | None:
        """The proxy for a URL: COGNITO_PROXY, or HTTP(S)_PROXY unless NO_PROXY excludes it. None for loopback."""
        if is_loopback(url):
            return None
        if self.cognito_proxy:
            return self.cognito_proxy
        proxies = getproxies()
        if proxy_bypass(host_of(url)):
            return None
        proxy = proxies.get(urlsplit(url).scheme) or proxies.get("all")
        return proxy if proxy is None or "://" in proxy else f"http://{proxy}"

    @property
    def ca_bundle(self) -> Path | None:
        """COGNITO_CA_BUNDLE, or the file of the usual variables. None means the public authorities."""
        named = next((path for name in CA_BUNDLE_VARIABLES if (path := os.environ.get(name))), None)
        return self.cognito_ca_bundle or (Path(named) if named else None)
