"""UnionRoute: a route whose body is one of several models, distinguished by one member."""

from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError

from vestibule.api.http.handler import Handler
from vestibule.api.http.strict_route import StrictRoute

UNKNOWN_TAG = ("union_tag_invalid", "union_tag_not_found")


class UnionRoute(StrictRoute):
    """A route that reports faults by the body's member; pydantic puts the name of the model in front of it."""

    def strict(self, handler: Handler) -> Handler:
        """StrictRoute's handler, with the faults' locations corrected."""
        strict = super().strict(handler)

        async def located(request: Request) -> Response:
            try:
                return await strict(request)
            except RequestValidationError as error:
                raise RequestValidationError([_located(fault) for fault in error.errors()]) from None

        return located


def _located(fault: dict[str, Any]) -> dict[str, Any]:
    if fault["type"] in UNKNOWN_TAG:
        member = fault["ctx"]["discriminator"].strip("'")
        return {"type": member, "loc": ("body", member), "msg": "This is not one of the values that are accepted."}
    return {**fault, "loc": (fault["loc"][0], *fault["loc"][2:])}
