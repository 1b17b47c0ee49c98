"""Refresh: exchange a refresh token for new tokens, or revoke it."""

from contextlib import suppress
from typing import Any

import structlog
from pydantic import SecretStr

from vestibule import errors
from vestibule.cognito.app.outcome import tokens_of
from vestibule.cognito.app.topic import AppTopic
from vestibule.cognito.devices import split_refresh_token
from vestibule.cognito.errors import NOT_AUTHORIZED, cognito_errors
from vestibule.cognito.models import Tokens

log = structlog.get_logger(__name__)


class _RevocationDisabled(errors.NotAllowed):
    """The app client cannot revoke tokens: EnableTokenRevocation is off."""


class Refresh(AppTopic):
    """Exchange a refresh token for new tokens, or revoke it."""

    def exchange(self, refresh_token: SecretStr) -> Tokens:
        """New tokens (GetTokensFromRefreshToken); SessionEnded if the refresh token is no longer valid.

        A token that was replaced and is used again after its grace period may be stolen: it ends its
        session and everything issued in it (RFC 9700, section 4.14.2).
        """
        try:
            return self._exchange(refresh_token)
        except errors.RefreshTokenReused:
            with suppress(errors.AppError):  # the caller gets SessionEnded in any case
                self.revoke(refresh_token)
            raise

    def revoke(self, refresh_token: SecretStr) -> None:
        """End the session of a refresh token (RevokeToken). A token that is no longer valid is not an error.

        If the app client has token revocation disabled, the token stays valid until it expires; a log line says so.
        """
        try:
            self._revoke(refresh_token)
        except errors.SessionEnded:
            pass
        except _RevocationDisabled:
            log.warning("cognito.token_revocation_disabled", client_id=self.app.client_id)

    def _exchange(self, refresh_token: SecretStr) -> Tokens:
        with cognito_errors(
            RefreshTokenReuseException=errors.RefreshTokenReused,
            NotAuthorizedException=NOT_AUTHORIZED | {"User is disabled": errors.SessionEnded, "": errors.SessionEnded},
            UserNotFoundException=errors.SessionEnded,
            InvalidParameterException=errors.SessionEnded,
        ):
            token, device_key = split_refresh_token(refresh_token)
            device: dict[str, Any] = {"DeviceKey": device_key} if device_key else {}
            response = self.client.get_tokens_from_refresh_token(**self.app.for_token(), RefreshToken=token, **device)
            return tokens_of(response["AuthenticationResult"], device_key)

    def _revoke(self, refresh_token: SecretStr) -> None:
        with cognito_errors(
            InvalidParameterException=errors.SessionEnded,
            UnauthorizedException=errors.SessionEnded,  # the token belongs to another app client
            UnsupportedOperationException=_RevocationDisabled,
        ):
            self.client.revoke_token(**self.app.for_token(), Token=split_refresh_token(refresh_token)[0])
