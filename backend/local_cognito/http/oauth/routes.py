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


def routes(context: Context, cross_origin: Middleware, known_hosts: Middleware) -> list[Route]:
    """Endpoints for apps, which may call them from any origin, and for browsers, with the middleware of each."""
    endpoint = Endpoints(context)
    return [
        Route("/oauth2/token", endpoint(token), methods=["POST", "OPTIONS"], middleware=[cross_origin]),
        Route("/oauth2/revoke", endpoint(revoke), methods=["POST", "OPTIONS"], middleware=[cross_origin]),
        Route("/oauth2/userInfo", endpoint(user_info), methods=["GET", "POST", "OPTIONS"], middleware=[cross_origin]),
        Route("/oauth2/authorize", endpoint(authorize), middleware=[known_hosts]),
        Route("/oauth2/idpresponse", endpoint(idp_response), methods=["GET", "POST"], middleware=[known_hosts]),
        Route("/fake-provider/{provider:path}", endpoint(fake_provider.show), middleware=[known_hosts]),
        Route(
            "/fake-provider/{provider:path}", endpoint(fake_provider.choose), methods=["POST"], middleware=[known_hosts]
        ),
        Route("/login", endpoint(login.show), middleware=[known_hosts]),
        Route("/login", endpoint(login.submit), methods=["POST"], middleware=[known_hosts]),
        Route("/mfa", endpoint(challenges.submit), methods=["POST"], middleware=[known_hosts]),
        Route("/signup", endpoint(sign_up.show), middleware=[known_hosts]),
        Route("/signup", endpoint(sign_up.submit), methods=["POST"], middleware=[known_hosts]),
        Route("/confirmUser", endpoint(confirm.submit), methods=["POST"], middleware=[known_hosts]),
        Route("/forgotPassword", endpoint(reset.show), middleware=[known_hosts]),
        Route("/forgotPassword", endpoint(reset.submit), methods=["POST"], middleware=[known_hosts]),
        Route("/confirmForgotPassword", endpoint(reset.confirm), methods=["POST"], middleware=[known_hosts]),
        Route("/logout", endpoint(logout), middleware=[known_hosts]),
        Route("/error", endpoint(error_page), middleware=[known_hosts]),
        Route("/domain.css", endpoint(pages.style)),
    ]
