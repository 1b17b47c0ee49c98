"""What every operation gets besides its request."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from local_cognito.crypto.keys import Keyring
from local_cognito.crypto.passwords import Passwords
from local_cognito.hooks import Hooks
from local_cognito.mail.outbox import Outbox
from local_cognito.settings import ISSUER_URL, REGION, Settings
from local_cognito.storage import Storage

Clock = Callable[[], float]
Output = Mapping[str, object]


@dataclass(frozen=True)
class HttpRequest:
    """Where the current request came from, and where it was sent to.

    `endpoint` is the URL of this server as the client reached it. `region` is the one that the request was signed for.
    """

    endpoint: str = ""
    region: str = REGION
    client_ip: str = ""
    user_agent: str = ""


@dataclass(frozen=True)
class Context:
    """The services and settings of one running server, and the HTTP request of the running operation.

    `clock` returns seconds since 1970. `secret` is the key of the digests of codes. `hooks` are the Lambda triggers.
    """

    storage: Storage
    clock: Clock
    keyring: Keyring
    passwords: Passwords
    outbox: Outbox
    secret: bytes
    settings: Settings = field(default_factory=Settings)
    hooks: Hooks = field(default_factory=Hooks)
    http: HttpRequest = HttpRequest()

    @property
    def now(self) -> float:
        """The current time, in seconds since 1970."""
        return self.clock()

    def issuer(self, pool_id: str, issuer_type: str = "ORIGINAL") -> str:
        """The `iss` of a pool's tokens: like AWS's, it does not depend on where the server listens.

        AWS's own issuer is in the pool's region, and there are two types of it.
        """
        issuer_url = self.settings.issuer_url
        if issuer_url != ISSUER_URL:
            return f"{issuer_url}/{pool_id}"
        service = "issuer-cognito-idp" if issuer_type == "UPDATED" else "cognito-idp"
        return f"https://{service}.{pool_id.partition('_')[0]}.amazonaws.com/{pool_id}"
