"""What the handlers that browsers visit have in common: their errors are redirects."""

from __future__ import annotations

import functools
from collections.abc import Callable

from starlette.responses import Response

from local_cognito.errors import OAuthError
from local_cognito.http.oauth import authorization_request
from local_cognito.http.oauth.authorization_request import AuthorizationError, AuthorizationRequest, error_response
from local_cognito.http.oauth.exchange import Exchange, Handler
from local_cognito.http.oauth.redirects import PageError, to_error_page

# The parameter of /login that says what has just been done.
NOTICE = "notice"

RequestHandler = Callable[[Exchange, AuthorizationRequest], Response]


def for_browsers(handler: Handler) -> Handler:
    """A handler whose errors go to the app if it is known, else to /error."""

    @functools.wraps(handler)
    def handle(exchange: Exchange) -> Response:
        try:
            exchange.check_parameters()
            return handler(exchange)
        except PageError as error:
            return to_error_page(error)
        except OAuthError as error:
            return to_error_page(PageError(error.error))
        except AuthorizationError as error:
            return error_response(error)

    return handle


def of_request(handler: RequestHandler) -> Handler:
    """A handler of the parameters of /oauth2/authorize, in the query. A notice of the page is not one of them."""

    @for_browsers
    @functools.wraps(handler)
    def handle(exchange: Exchange) -> Response:
        with exchange.context.storage.read() as db:
            parameters = {name: value for name, value in exchange.query.items() if name != NOTICE}
            request = authorization_request.parse(db, parameters)
        return handler(exchange, request)

    return handle
