"""Refresh a session."""

from fastapi import APIRouter, Depends

from vestibule.api.deps import LimitsDep
from vestibule.api.http.problems import problems
from vestibule.api.http.strict_route import StrictRoute
from vestibule.api.routes.auth.session_renewal import SessionRenewalDep
from vestibule.api.security.refresh_cookie import RefreshCookieDep
from vestibule.api.security.same_origin import same_origin
from vestibule.cognito.models import Tokens
from vestibule.errors import SessionEnded

router = APIRouter(prefix="/auth", tags=["session"], route_class=StrictRoute, dependencies=[Depends(same_origin)])


@router.post("/refresh", responses=problems(SessionEnded))
def refresh(limits: LimitsDep, renewal: SessionRenewalDep, cookie: RefreshCookieDep) -> Tokens:
    """New tokens for the refresh token in the cookie. Only `session-ended` means that the session has ended."""
    limits.admit("refresh")
    try:
        return cookie.keep(cookie.exchange(renewal.renew))
    except SessionEnded:
        cookie.clear()
        raise
