"""The signed-in user's passkeys."""

from typing import Annotated, Any

from fastapi import Path

from vestibule.api.deps import AccountOwner, FreshProof, UserGatewayDep
from vestibule.api.http.problems import problems
from vestibule.api.http.routing import TopicRouter
from vestibule.api.http.strict_route import StrictRoute
from vestibule.api.security.audited import Audited
from vestibule.api.security.notifications import NotificationsDep
from vestibule.api.services import ServicesDep
from vestibule.cognito.fields import DeviceName, RequestBody
from vestibule.cognito.user.passkeys import Passkey
from vestibule.errors import FeatureUnavailable, LastFactor, NotAllowed, NotFound, PasskeyRejected
from vestibule.services import Services

router = TopicRouter(prefix="/me/passkeys", tags=["mfa"], route_class=StrictRoute)

PasskeyId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,1400}$")]


class AddPasskeyRequest(RequestBody):
    """The browser's answer to the options (`RegistrationResponseJSON`), and a name for the passkey."""

    credential: dict[str, Any]
    name: DeviceName | None = None


@router.get("")
def list_passkeys(owner: AccountOwner, cognito: UserGatewayDep, services: ServicesDep) -> list[Passkey]:
    """All passkeys of the user."""
    return [_named(passkey, owner.sub, services) for passkey in cognito.passkeys.list()]


@router.post("/options", dependencies=[Audited, FreshProof], responses=problems(FeatureUnavailable, NotAllowed))
def start_passkey(cognito: UserGatewayDep) -> dict[str, Any]:
    """The options for `navigator.credentials.create` (`PublicKeyCredentialCreationOptionsJSON`); needs a step-up."""
    return dict(cognito.passkeys.start())


@router.post(
    "",
    status_code=201,
    dependencies=[Audited, FreshProof],
    responses=problems(PasskeyRejected, FeatureUnavailable, NotAllowed),
)
def add_passkey(
    body: AddPasskeyRequest,
    owner: AccountOwner,
    cognito: UserGatewayDep,
    services: ServicesDep,
    notifications: NotificationsDep,
) -> Passkey:
    """Add the passkey that the browser made; needs a step-up."""
    cognito.passkeys.complete(body.credential)
    cognito.mfa.count_passkeys()
    added = next((passkey for passkey in cognito.passkeys.list() if passkey.id == body.credential.get("id")), None)
    if added is None:
        raise PasskeyRejected(field="credential")
    notifications.notify_owner("passkey_added", cognito)
    if body.name is not None:
        services.records.passkey_names.put(owner.sub, added.id, body.name)
    return _named(added, owner.sub, services)


@router.delete(
    "/{passkey_id}", status_code=204, dependencies=[Audited, FreshProof], responses=problems(NotFound, LastFactor)
)
def delete_passkey(
    passkey_id: PasskeyId,
    owner: AccountOwner,
    cognito: UserGatewayDep,
    services: ServicesDep,
    notifications: NotificationsDep,
) -> None:
    """Delete a passkey; needs a step-up. Refused if it is the user's only way to sign in."""
    with services.records.user_locks.hold(owner.sub):
        present = [passkey.id for passkey in cognito.passkeys.list()]
        if passkey_id not in present:  # also where Cognito would accept another spelling of one
            raise NotFound
        if len(present) == 1 and not cognito.mfa.read().has_password:
            raise LastFactor
        cognito.passkeys.delete(passkey_id)
    notifications.notify_owner("passkey_deleted", cognito)
    services.records.passkey_names.delete(owner.sub, passkey_id)


def _named(passkey: Passkey, sub: str, services: Services) -> Passkey:
    name = services.records.passkey_names.get(sub, passkey.id)
    return passkey.model_copy(update={"name": name}) if name else passkey
