"""The routes of the domain."""

from __future__ import annotations

from starlette.middleware import Middleware
from starlette.routing import Route

from local_cognito.context import Context
from local_cognito.http.oauth import challenges, confirm, fake_provider, login, pages, reset, sign_up
from local_cognito.http.oauth.authorize import authorize
from local_cognito.http.oauth.error_page import error_page
from local_cognito.http.oauth.exchange import Endpoints
from local_cognito.http.oauth.logout import logout
from local_cognito.http.oauth.providers import idp_response
from local_cognito.http.oauth.revoke import revoke
from local_cognito.http.oauth.token import token
from local_cognito.http.oauth.user_info import user_info


def routes(context: Context, cross_origin: Middleware) -> list[Route]:
    """Endpoints for apps, which may call them from any origin, and for browsers."""
    endpoint, middleware = Endpoints(context), [cross_origin]
    return [
        Route("/oauth2/token", endpoint(token), methods=["POST", "OPTIONS"], middleware=middleware),
        Route("/oauth2/revoke", endpoint(revoke), methods=["POST", "OPTIONS"], middleware=middleware),
        Route("/oauth2/userInfo", endpoint(user_info), methods=["GET", "POST", "OPTIONS"], middleware=middleware),
        Route("/oauth2/authorize", endpoint(authorize)),
        Route("/oauth2/idpresponse", endpoint(idp_response), methods=["GET", "POST"]),
        Route("/fake-provider/{provider:path}", endpoint(fake_provider.show)),
        Route("/fake-provider/{provider:path}", endpoint(fake_provider.choose), methods=["POST"]),
        Route("/login", endpoint(login.show)),
        Route("/login", endpoint(login.submit), methods=["POST"]),
        Route("/mfa", endpoint(challenges.submit), methods=["POST"]),
        Route("/signup", endpoint(sign_up.show)),
        Route("/signup", endpoint(sign_up.submit), methods=["POST"]),
        Route("/confirmUser", endpoint(confirm.submit), methods=["POST"]),
        Route("/forgotPassword", endpoint(reset.show)),
        Route("/forgotPassword", endpoint(reset.submit), methods=["POST"]),
        Route("/confirmForgotPassword", endpoint(reset.confirm), methods=["POST"]),
        Route("/logout", endpoint(logout)),
        Route("/error", endpoint(error_page)),
        Route("/domain.css", endpoint(pages.style)),
    ]
