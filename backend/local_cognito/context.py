"""What every operation gets besides its request."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from local_cognito.crypto.keys import Keyring
from local_cognito.crypto.passwords import Passwords
from local_cognito.hooks import Hooks
from local_cognito.mail.outbox import Outbox
from local_cognito.settings import ISSUER_URL, REGION
from local_cognito.storage import Storage

Clock = Callable[[], float]
Answer = Mapping[str, object]


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

    `clock` returns seconds since 1970. `secret` is the key of the digests of codes. `mfa_attempts` is how many wrong
    codes of a second factor start a lockout. `issuer_url` does not depend on where the server listens: like AWS's, it
    stays the same wherever tokens are requested. `hooks` are the Lambda triggers. `domain_url` is where browsers reach
    the pool's domain; without it, wherever a request came to.
    """

    storage: Storage
    clock: Clock
    keyring: Keyring
    passwords: Passwords
    outbox: Outbox
    secret: bytes
    mfa_attempts: int = 5
    issuer_url: str = ISSUER_URL
    hooks: Hooks = field(default_factory=Hooks)
    http: HttpRequest = HttpRequest()
    domain_url: str | None = None

    @property
    def now(self) -> float:
        """The current time, in seconds since 1970."""
        return self.clock()

    def issuer(self, pool_id: str, issuer_type: str = "ORIGINAL") -> str:
        """The `iss` of a pool's tokens. AWS's own issuer is in the pool's region, and there are two types of it."""
        if self.issuer_url != ISSUER_URL:
            return f"{self.issuer_url}/{pool_id}"
        service = "issuer-cognito-idp" if issuer_type == "UPDATED" else "cognito-idp"
        return f"https://{service}.{pool_id.partition('_')[0]}.amazonaws.com/{pool_id}"
