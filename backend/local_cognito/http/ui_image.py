"""The logo of the classic hosted UI, at the address in UICustomization."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from local_cognito.context import Context
from local_cognito.model import configurations, ui_images

ALL = "ALL"


class UiImage:
    """GET /<pool id>/<client id or ALL>/<version>/assets/images/image. The version only makes caches reload it."""

    PATH = "/{pool_id}/{client_id}/{version}/assets/images/image"

    def __init__(self, context: Context) -> None:
        self._context = context

    def get(self, request: Request) -> Response:
        """The image, or 404."""
        client_id = request.path_params["client_id"]
        with self._context.storage.read() as db:
            stored = configurations.find(
                db, "ui_customization", request.path_params["pool_id"], None if client_id == ALL else client_id
            )
        if stored is None or "ImageFile" not in stored.document:
            return PlainTextResponse("There is no image.", 404)
        content, media_type = ui_images.decode(str(stored.document["ImageFile"]))
        return Response(content, media_type=media_type, headers={"X-Content-Type-Options": "nosniff"})
