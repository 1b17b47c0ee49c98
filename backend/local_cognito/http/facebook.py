"""The local Facebook: test users of an app, for identity pools that take Facebook's access tokens.

It stands in for one endpoint of Facebook's Graph API, https://graph.facebook.com/<app id>/accounts/test-users.
"""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from local_cognito.context import Context
from local_cognito.identity.model import facebook


class Facebook:
    """The endpoints below `/graph.facebook.com`."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def create_test_user(self, request: Request) -> Response:
        """POST /graph.facebook.com/<app id>/accounts/test-users. `?id=` gives another token to an earlier user."""
        app_id, user_id = request.path_params["app_id"], request.query_params.get("id", "")
        if not app_id.isdecimal() or not (user_id.isdecimal() or user_id == ""):
            return JSONResponse({"error": {"message": "Ids are numbers.", "type": "OAuthException", "code": 100}}, 400)
        user = facebook.create_test_user(self._context, app_id, user_id)
        return JSONResponse({"id": user.id, "access_token": user.access_token})
