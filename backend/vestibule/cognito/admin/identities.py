"""Identities: find out whose account a provider's identity belongs to, and link or unlink it."""

from typing import TYPE_CHECKING, Any, cast

from vestibule import errors
from vestibule.cognito.admin.role import AdminTopic, user_management_errors
from vestibule.cognito.attributes import equality_filter, from_cognito, pairs_by_name
from vestibule.cognito.errors import cognito_errors
from vestibule.cognito.identities import Identity, identities_in_attributes, primary_provider

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp.type_defs import ProviderUserIdentifierTypeTypeDef

POOL = "Cognito"
"""The name of the pool itself, as a provider."""
SUBJECT = "Cognito_Subject"
"""The name of the attribute by which a provider identifies its users."""
FEDERATED = "EXTERNAL_PROVIDER"
UNVERIFIED_STATUSES = ("UNCONFIRMED", FEDERATED)
"""Users with these states have not proved an e-mail address to the pool."""
MAX_PAGES = 10


class Identities(AdminTopic):
    """Find out whose account an identity belongs to, and link or unlink it."""

    def has_native_user(self, email: str) -> bool:
        """Whether a user of the pool itself has proved to own the address (AdminGetUser, ListUsers).

        One who has not may be an attacker, who would otherwise keep the owner from signing in with a provider. Where
        the address is a name to sign in with, Cognito finds its user in any spelling; elsewhere a search has to do.
        """
        return self._has_proved(email, email) or any(
            self._has_proved(username, email)
            for spelling in {email, email.casefold()}
            for username in self._usernames(spelling)
        )

    def providers_of(self, email: str) -> list[str]:
        """The providers that created the users with the address, who have no password (ListUsers)."""
        users = [user for spelling in {email, email.casefold()} for user in self._users(spelling)]
        found = [user for user in users if user["UserStatus"] == FEDERATED]
        identities = (identities_in_attributes(from_cognito(user["Attributes"])) for user in found)
        return sorted({provider for members in identities if (provider := primary_provider(members))})

    def is_new_profile(self, username: str, since: float) -> bool:
        """Whether Cognito created the user for an identity, at or after a time in seconds (AdminGetUser)."""
        with user_management_errors():
            user = self.client.admin_get_user(**self.user(username))
            return user["UserStatus"] == FEDERATED and user["UserCreateDate"].timestamp() >= since

    def delete_profile(self, username: str) -> None:
        """Delete the profile that Cognito created for an identity (AdminDeleteUser)."""
        with user_management_errors():
            self.client.admin_delete_user(**self.user(username))

    def link(self, identity: Identity, username: str, primary: Identity | None) -> None:
        """Let an identity sign in as a user (AdminLinkProviderForUser).

        A profile with this identity must not exist. `primary` is the identity that created the user, if one did.
        IdentityInUse if the identity is another user's; InvalidRequest if the user has five already.
        """
        destination = _native(username) if primary is None else _external(primary)
        with cognito_errors(
            UserNotFoundException=errors.NotFound,
            NotAuthorizedException=errors.Misconfigured,
            AliasExistsException=errors.IdentityInUse,
            LimitExceededException=errors.NotAllowed,
        ):
            self.client.admin_link_provider_for_user(
                UserPoolId=self.pool_id, DestinationUser=destination, SourceUser=_external(identity)
            )

    def unlink(self, identity: Identity) -> None:
        """Stop an identity from signing in as its user (AdminDisableProviderForUser)."""
        with user_management_errors():
            self.client.admin_disable_provider_for_user(UserPoolId=self.pool_id, User=_external(identity))

    def _usernames(self, email: str) -> list[str]:
        """The users who may have proved to own the address, in this spelling."""
        return [user["Username"] for user in self._users(email) if user["UserStatus"] not in UNVERIFIED_STATUSES]

    def _users(self, email: str) -> list[dict[str, Any]]:
        """The users with the address, in this spelling (ListUsers)."""
        query: dict[str, Any] = {"UserPoolId": self.pool_id, "Filter": equality_filter("email", email)}
        found: list[dict[str, Any]] = []
        for _ in range(MAX_PAGES):
            with user_management_errors():
                page = cast("dict[str, Any]", self.client.list_users(**query))
                found += page["Users"]
            if "PaginationToken" not in page:
                break
            query["PaginationToken"] = page["PaginationToken"]
        return found

    def _has_proved(self, username: str, email: str) -> bool:
        """Read the user again, because ListUsers is eventually consistent."""
        try:
            with user_management_errors():
                user = self.client.admin_get_user(**self.user(username))
        except (errors.NotFound, errors.InvalidRequest):  # the address cannot be a user name here
            return False
        attributes = pairs_by_name(user["UserAttributes"])
        is_same = attributes.get("email", "").casefold() == email.casefold()
        return is_same and attributes.get("email_verified") == "true" and user["UserStatus"] not in UNVERIFIED_STATUSES


def _native(username: str) -> "ProviderUserIdentifierTypeTypeDef":
    return {"ProviderName": POOL, "ProviderAttributeValue": username}


def _external(identity: Identity) -> "ProviderUserIdentifierTypeTypeDef":
    return {
        "ProviderName": identity.provider,
        "ProviderAttributeName": SUBJECT,
        "ProviderAttributeValue": identity.subject,
    }
