"""Change the signed-in user's password."""

from vestibule.api.deps import AccountOwner, LimitsDep, UserGatewayDep
from vestibule.api.http.problems import problems
from vestibule.api.http.routing import TopicRouter
from vestibule.api.http.strict_route import StrictRoute
from vestibule.api.security.audited import Audited
from vestibule.api.security.notifications import NotificationsDep
from vestibule.api.services import ServicesDep
from vestibule.cognito.fields import NewPasswordStr, PasswordStr, RequestBody
from vestibule.errors import RESPONSE_LOST, PasswordReused, PasswordTooWeak, WrongPassword

router = TopicRouter(prefix="/me/password", tags=["password"], route_class=StrictRoute, dependencies=[Audited])


class ChangePasswordRequest(RequestBody):
    """The present password and the new one. `sign_out_others` ends all sessions but this one."""

    current_password: PasswordStr
    new_password: NewPasswordStr
    sign_out_others: bool = True


@router.put("", status_code=204, responses=problems(WrongPassword, PasswordTooWeak, PasswordReused))
def change_password(
    body: ChangePasswordRequest,
    owner: AccountOwner,
    cognito: UserGatewayDep,
    services: ServicesDep,
    limits: LimitsDep,
    notifications: NotificationsDep,
) -> None:
    """Replace the password."""

    def end_others() -> None:
        if body.sign_out_others:
            services.revocations.revoke_user(owner.sub, keep=owner)

    try:
        with limits.attempt("password", owner.sub):
            cognito.password.change(body.current_password, body.new_password)
    except RESPONSE_LOST:  # Cognito may have changed the password
        end_others()
        raise
    notifications.notify_owner("password_changed", cognito)
    end_others()
