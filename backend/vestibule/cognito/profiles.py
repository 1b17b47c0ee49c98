"""From Cognito's description of a user to the members of a Profile."""

from typing import TYPE_CHECKING, Any

from vestibule.cognito.attributes import from_cognito
from vestibule.cognito.identities import ATTRIBUTE, identities_in_attributes, primary_provider
from vestibule.cognito.models import AccountProfile

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp.type_defs import AttributeTypeTypeDef

FLAGS = {"email_verified", "phone_number_verified"}
FIELDS = set(AccountProfile.model_fields) - {"attributes", "groups", "provider"}


def profile_fields(username: str, attributes: "list[AttributeTypeTypeDef]") -> dict[str, Any]:
    """The members of a Profile, from the user's name and attributes."""
    values = from_cognito(attributes)
    fields: dict[str, Any] = {name: values.pop(name) for name in FIELDS & values.keys()}
    fields |= {flag: fields[flag] == "true" for flag in FLAGS & fields.keys()}
    provider = primary_provider(identities_in_attributes(values))
    values.pop(ATTRIBUTE, None)
    return {**fields, "username": username, "provider": provider, "attributes": values}
