"""CORS for an exact allow-list of origins."""

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response

from vestibule.api.http import problems
from vestibule.errors import OriginRefused


class Cors(CORSMiddleware):
    """Starlette's CORS middleware, which answers a refused preflight with a problem instead of a text."""

    def preflight_response(self, request_headers: Headers) -> Response:
        """Answer a preflight."""
        answer = super().preflight_response(request_headers)
        if answer.status_code == HTTPStatus.OK:
            return answer
        refusal = problems.respond(OriginRefused())
        refusal.headers["Vary"] = answer.headers["Vary"]
        return refusal
