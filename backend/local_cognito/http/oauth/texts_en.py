"""The English texts of the domain's pages."""

from collections.abc import Mapping

ENGLISH: Mapping[str, str] = {
    "sign_in": "Sign in",
    "continue_with": "Continue with {}",
    "error_title": "Something went wrong",
    "error_redirect_mismatch": "The app asked to return to an address that is not registered for it.",
    "error_client": "This app cannot sign users in here.",
    "error_other": "The sign-in was not completed. Return to the app and try again.",
    "error_code": "Error: {}",
    "fake_title": "Sign in as …",
    "fake_intro": "This page stands for {}. Local Cognito does not contact it: choose who signs in.",
    "fake_subject": "User id at the provider",
    "fake_email": "E-mail",
    "fake_verified": "The provider has verified the e-mail",
    "fake_unverifiable": "{} does not tell whether an e-mail is verified.",
    "fake_name": "Name",
    "fake_sign_in": "Sign in",
    "fake_no_email": "Sign in without an e-mail",
    "fake_refuse": "Refuse",
    "fake_timeout": "Let the provider time out",
}
