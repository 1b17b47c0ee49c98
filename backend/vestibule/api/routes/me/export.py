"""Everything that is stored about the signed-in user, in one document."""

from datetime import UTC, datetime

from fastapi import Request, Response

from vestibule.api.deps import AccountOwner, UserGatewayDep
from vestibule.api.http.problems import problems
from vestibule.api.http.routing import TopicRouter
from vestibule.api.http.strict_route import StrictRoute
from vestibule.api.routes.me.identities import list_identities
from vestibule.api.routes.me.mfa import MfaDep, MfaStatus
from vestibule.api.routes.me.passkeys import list_passkeys
from vestibule.api.routes.me.profile import read_profile
from vestibule.api.routes.me.sessions import UserSession, list_sessions
from vestibule.api.routes.me.trusted_browsers import TrustedBrowser, list_trusted_browsers
from vestibule.api.security.audited import Audited
from vestibule.api.security.session_log import SessionLogDep
from vestibule.api.services import ServicesDep
from vestibule.cognito.identities import Identity
from vestibule.cognito.models import AccountProfile, Model
from vestibule.cognito.user.passkeys import Passkey
from vestibule.errors import FeatureUnavailable

router = TopicRouter(prefix="/me/export", tags=["me"], route_class=StrictRoute)

ATTACHMENT = 'attachment; filename="account.json"'


class AccountExport(Model):
    """What Cognito stores, and what we do. Passwords, secrets and digests are not in it."""

    exported_at: datetime
    profile: AccountProfile
    identities: list[Identity]
    mfa: MfaStatus
    passkeys: list[Passkey]
    trusted_browsers: list[TrustedBrowser]
    sessions: list[UserSession]


@router.get("", dependencies=[Audited], responses=problems(FeatureUnavailable))
def export_account(
    request: Request,
    response: Response,
    owner: AccountOwner,
    cognito: UserGatewayDep,
    mfa: MfaDep,
    services: ServicesDep,
    session_log: SessionLogDep,
) -> AccountExport:
    """Everything that is stored about the user, as a file to keep (GDPR, articles 15 and 20)."""
    response.headers["Content-Disposition"] = ATTACHMENT
    return AccountExport(
        exported_at=datetime.fromtimestamp(services.clock(), UTC),
        profile=read_profile(cognito, owner),
        identities=list_identities(cognito),
        mfa=mfa.status(),
        passkeys=list_passkeys(owner, cognito, services),
        trusted_browsers=list_trusted_browsers(request, owner, cognito, services),
        sessions=list_sessions(owner, services, session_log),
    )
