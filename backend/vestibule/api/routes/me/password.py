"""Change the signed-in user's password."""

from fastapi import APIRouter

from vestibule.api.deps import AccountOwner, LimitsDep, UserGatewayDep
from vestibule.api.http.problems import problems
from vestibule.api.http.strict_route import StrictRoute
from vestibule.api.security.audited import Audited
from vestibule.cognito.fields import PasswordStr, RequestBody
from vestibule.errors import PasswordReused, PasswordTooWeak, WrongPassword

router = APIRouter(prefix="/me/password", tags=["password"], route_class=StrictRoute, dependencies=[Audited])


class ChangePasswordRequest(RequestBody):
    """The present password and the new one."""

    current_password: PasswordStr
    new_password: PasswordStr


@router.put("", status_code=204, responses=problems(WrongPassword, PasswordTooWeak, PasswordReused))
def change_password(
    body: ChangePasswordRequest, owner: AccountOwner, cognito: UserGatewayDep, limits: LimitsDep
) -> None:
    """Replace the password."""
    with limits.attempt("password", owner.sub):
        cognito.password.change(body.current_password, body.new_password)
