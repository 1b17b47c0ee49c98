"""Verify the signed-in user's e-mail address or phone number."""

from typing import Literal

from pydantic import Field

from vestibule.api.deps import AccountOwner, LimitsDep, UserGatewayDep
from vestibule.api.http.problems import problems
from vestibule.api.http.routing import TopicRouter
from vestibule.api.http.strict_route import StrictRoute
from vestibule.api.security.audited import Audited
from vestibule.api.security.notifications import NotificationsDep
from vestibule.api.services import ServicesDep
from vestibule.cognito.fields import Code, RequestBody
from vestibule.cognito.models import CodeDelivery, CodeSent
from vestibule.errors import AddressInUse, CodeExpired, CodeMismatch

router = TopicRouter(prefix="/me/attributes", tags=["me"], route_class=StrictRoute, dependencies=[Audited])

VerifiableAttribute = Literal["email", "phone_number"]


class VerifyAttributeRequest(RequestBody):
    """The code that was sent to the new address."""

    code: Code = Field(repr=False)


@router.post("/{name}/code")
def send_code(
    name: VerifiableAttribute, owner: AccountOwner, cognito: UserGatewayDep, services: ServicesDep, limits: LimitsDep
) -> CodeSent:
    """Send a code to the address, to verify it."""
    limits.admit("resend", owner.sub)
    wait = services.settings.resend_wait_seconds
    services.records.address_changes.code_sent(owner.sub, name)
    if destination := services.records.address_changes.simulated_destination(owner.sub, name):
        cognito.profile.read()  # takes as long as sending a code
        delivery = CodeDelivery(medium="email" if name == "email" else "sms", destination=destination)
        return CodeSent(delivery=delivery, resend_wait_seconds=wait)
    return CodeSent(delivery=cognito.attributes.send_code(name), resend_wait_seconds=wait)


@router.post("/{name}/verify", status_code=204, responses=problems(CodeMismatch, CodeExpired, AddressInUse))
def verify_attribute(
    name: VerifiableAttribute,
    body: VerifyAttributeRequest,
    owner: AccountOwner,
    cognito: UserGatewayDep,
    services: ServicesDep,
    limits: LimitsDep,
    notifications: NotificationsDep,
) -> None:
    """Verify the address with the code that was sent to it. A new e-mail address is notified, and the old one too."""
    with limits.attempt("codes", owner.sub):
        before = notifications.profile_for_later(cognito)
        if services.records.address_changes.simulated_destination(owner.sub, name):
            cognito.profile.read()  # takes as long as checking a code
            raise CodeMismatch(field="code")
        cognito.attributes.verify(name, body.code)
    notifications.notify_of_address(before, notifications.profile_for_later(cognito))
    services.records.address_changes.end(owner.sub, name)
