"""UI customization: CSS and logo of the classic hosted UI."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from local_cognito.context import Context, Output
from local_cognito.errors import InvalidParameterException
from local_cognito.model import configurations, domains, ui_images
from local_cognito.model.configurations import Configuration

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t

ALL = "ALL"
KIND: configurations.Kind = "ui_customization"


def set_ui_customization(context: Context, request: t.SetUICustomizationRequestTypeDef) -> Output:
    """SetUICustomization, of a client or of ALL. Replaces CSS and image; without both, removes the customization."""
    client_id = _client_id(request.get("ClientId"))
    document = {name: value for name, value in request.items() if name in ("CSS", "ImageFile") and value}
    if "ImageFile" in document:
        ui_images.decode(str(document["ImageFile"]))
    with context.storage.write() as db:
        pool, _ = configurations.scope(db, request["UserPoolId"], client_id)
        if document and not domains.of_pool(db, pool.id):
            raise InvalidParameterException("There has to be an existing domain associated with this user pool.")
        stored = configurations.replace(db, KIND, pool.id, client_id, document, context.now)
    return {"UICustomization": _describe(context, pool.id, client_id, stored)}


def get_ui_customization(context: Context, request: t.GetUICustomizationRequestTypeDef) -> Output:
    """GetUICustomization. A client without its own has that of ALL; an empty object if there is none."""
    client_id = _client_id(request.get("ClientId"))
    with context.storage.read() as db:
        pool, _ = configurations.scope(db, request["UserPoolId"], client_id)
        stored = configurations.find(db, KIND, pool.id, client_id)
        if stored is None:
            client_id, stored = None, configurations.find(db, KIND, pool.id)
    return {"UICustomization": _describe(context, pool.id, client_id, stored)}


def _client_id(given: str | None) -> str | None:
    return None if given == ALL else given


def _describe(context: Context, pool_id: str, client_id: str | None, stored: Configuration | None) -> dict[str, object]:
    if stored is None:
        return {}
    version = datetime.fromtimestamp(stored.modified, UTC).strftime("%Y%m%d%H%M%S")
    image_url = f"{context.http.endpoint}/{pool_id}/{client_id or ALL}/{version}/assets/images/image"
    return {
        "UserPoolId": pool_id,
        "ClientId": client_id or ALL,
        "CreationDate": stored.created,
        "LastModifiedDate": stored.modified,
        **({"CSS": stored.document["CSS"], "CSSVersion": version} if "CSS" in stored.document else {}),
        **({"ImageUrl": image_url} if "ImageFile" in stored.document else {}),
    }
