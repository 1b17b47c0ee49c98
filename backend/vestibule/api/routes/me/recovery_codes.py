"""Recovery codes, which replace a second factor that the user lost."""

from pydantic import Field

from vestibule.api.deps import AccountOwner, FreshProof, PoolDescriptionDep, UserGatewayDep
from vestibule.api.http.problems import problems
from vestibule.api.http.routing import TopicRouter
from vestibule.api.http.strict_route import StrictRoute
from vestibule.api.security.audited import Audited
from vestibule.api.security.notifications import NotificationsDep
from vestibule.api.services import ServicesDep
from vestibule.cognito.admin.mfa import RECOVERY_CODES
from vestibule.cognito.models import Model
from vestibule.errors import FeatureUnavailable

router = TopicRouter(prefix="/me/recovery-codes", tags=["mfa"], route_class=StrictRoute)


class NewRecoveryCodes(Model):
    """The codes. They are shown only now."""

    codes: list[str] = Field(repr=False)


@router.post("", dependencies=[Audited, FreshProof], responses=problems(FeatureUnavailable))
def create_recovery_codes(
    owner: AccountOwner,
    pool: PoolDescriptionDep,
    services: ServicesDep,
    cognito: UserGatewayDep,
    notifications: NotificationsDep,
) -> NewRecoveryCodes:
    """Make ten recovery codes, in place of earlier ones; needs a step-up. Each works once."""
    if RECOVERY_CODES not in {attribute.name for attribute in pool.attributes}:
        raise FeatureUnavailable
    codes = services.recovery_codes.replace(owner.username or owner.sub)
    notifications.notify_owner("recovery_codes_created", cognito)
    return NewRecoveryCodes(codes=codes)
