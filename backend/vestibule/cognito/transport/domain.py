"""HTTP to the pool's domain: by botocore's session, so that proxies, certificates and limits are those of all calls."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from botocore.awsrequest import AWSPreparedRequest, AWSRequest
from botocore.httpsession import URLLib3Session

from vestibule.cognito.transport.call_observer import OnCall
from vestibule.cognito.transport.client import CONNECT_SHARE
from vestibule.cognito.transport.responses import BoundedSession


@dataclass(frozen=True)
class DomainResponse:
    """The status and the body of a response."""

    status: int
    body: bytes


class DomainClient:
    """POST forms to the domain. Redirects are not followed, and nothing is repeated: a code works once.

    `timeout` is in seconds, for the whole exchange. Raises botocore's errors.
    """

    def __init__(
        self, url: str, *, connections: int, timeout: float, on_call: OnCall, proxy: str | None, ca_bundle: Path | None
    ) -> None:
        self._url = url
        self._on_call = on_call
        session = URLLib3Session(
            verify=str(ca_bundle) if ca_bundle else True,  # type: ignore[arg-type]  # a file name is accepted too
            proxies={"http": proxy, "https": proxy} if proxy else {},
            timeout=(timeout * CONNECT_SHARE, timeout * (1 - CONNECT_SHARE)),  # type: ignore[arg-type]  # a pair is one
            max_pool_connections=connections,
        )
        self._session = BoundedSession(session, seconds=timeout)

    def post(self, operation: str, path: str, form: Mapping[str, str], headers: Mapping[str, str]) -> DomainResponse:
        """Send a form. `operation` names the call in the metrics."""
        started_at, outcome = time.monotonic(), "error"
        try:
            response = self._session.send(_request(f"{self._url}{path}", form, headers))
            outcome = "ok" if response.status_code == 200 else str(response.status_code)
            return DomainResponse(response.status_code, response.content)
        except Exception as error:
            outcome = type(error).__name__
            raise
        finally:
            self._on_call(operation, outcome, time.monotonic() - started_at)

    def close(self) -> None:
        """Close the connections."""
        self._session.close()


def _request(url: str, form: Mapping[str, str], headers: Mapping[str, str]) -> AWSPreparedRequest:
    return AWSRequest(
        method="POST",
        url=url,
        headers={
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            **headers,
        },
        data=urlencode(form).encode(),
    ).prepare()
