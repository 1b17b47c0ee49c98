"""Errors of sign-in by redirect, through the pool's domain or a social provider (400, 409, 502, 504)."""

from vestibule.errors.base import AppError
from vestibule.errors.request import Conflict, InvalidRequest


class OAuthStateInvalid(InvalidRequest):
    """The callback is forged, late, repeated, or from another browser or session. One error for all of them."""

    status = 400
    code = "oauth-state-invalid"
    title = "This sign-in has expired, or was not started in this browser. Please start again."


class SignInCancelled(InvalidRequest):
    """The user refused at the provider."""

    status = 400
    code = "sign-in-cancelled"
    title = "The sign-in was cancelled."


class ProviderEmailMissing(InvalidRequest):
    """The provider sent no e-mail address, or another attribute that the pool requires is missing."""

    status = 400
    code = "provider-email-missing"
    title = "The provider did not share an e-mail address, which is required here."


class AuthorizeAgain(Conflict):
    """Cognito linked the identity during this sign-in, and signs the user in at the next attempt."""

    code = "authorize-again"
    title = "Please sign in once more."


class AccountExists(Conflict):
    """The provider's e-mail address has an account with another way to sign in."""

    code = "account-exists"
    title = "There is already an account with this e-mail address. Sign in to it, then connect the provider."


class OtherIdentity(InvalidRequest):
    """The user was to prove their identity, and came back as somebody else."""

    status = 400
    code = "other-identity"
    title = "This is not the account that you are signed in with."


class IdentityInUse(Conflict):
    """The identity at the provider signs in to another account."""

    code = "identity-in-use"
    title = "This identity already signs in to another account."


class PrimaryIdentity(Conflict):
    """The account was created by this identity. Without it, the account would be another one."""

    code = "primary-identity"
    title = "Your account was created with this provider, so it cannot be disconnected."


class ProviderFailed(AppError):
    """The provider answered with an error."""

    status = 502
    code = "provider-failed"
    title = "The provider could not complete the sign-in."


class ProviderTimeout(AppError):
    """The provider did not answer in time."""

    status = 504
    code = "provider-timeout"
    title = "The provider did not answer in time."
