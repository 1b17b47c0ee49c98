"""The triggers of a sign-in with an identity provider."""

from typing import Any

import pytest
from jose import jwt

from tests.hooks import Functions
from tests.local_cognito.hosted_pages import browser_of, error_on, sign_in, tokens, with_domain
from tests.local_cognito.oauth_browser import Browser, assert_error
from tests.local_cognito.people import PASSWORD, POOL_ID, Person, StandIn


@pytest.fixture
def browser(hooked: StandIn) -> Browser:
    return Browser(hooked.url)


def sources(functions: Functions) -> list[str]:
    return [event["triggerSource"] for event in functions.events]


def test_the_first_sign_in_is_a_sign_up_and_later_ones_are_not(
    browser: Browser, functions: Functions, subject: str
) -> None:
    browser.tokens("Google", subject=subject, email=f"{subject}@example.com", name="Sam")
    first = sources(functions)
    functions.events.clear()

    browser.tokens("Google", subject=subject, email=f"{subject}@example.com", name="Sam")

    every = ["PreAuthentication_Authentication", "PostAuthentication_Authentication", "TokenGeneration_HostedAuth"]
    assert first == ["PreSignUp_ExternalProvider", "PostConfirmation_ConfirmSignUp", *every]
    assert sources(functions) == every


def test_the_triggers_know_the_user_and_what_the_provider_says(
    browser: Browser, functions: Functions, subject: str
) -> None:
    browser.tokens("Google", subject=subject, email=f"{subject}@example.com", name="Sam")

    (sign_up,) = functions.of("PreSignUp_ExternalProvider")
    assert sign_up["userName"] == f"Google_{subject}"
    assert sign_up["request"]["userAttributes"]["email"] == f"{subject}@example.com"
    (sign_in,) = functions.of("PostAuthentication_Authentication")
    assert sign_in["request"]["userAttributes"]["cognito:user_status"] == "EXTERNAL_PROVIDER"
    (tokens,) = functions.of("TokenGeneration_HostedAuth")
    assert tokens["request"]["scopes"] == browser.request["scope"].split()


@pytest.mark.parametrize("trigger", ["PreSignUp", "PreAuthentication", "PostAuthentication"])
def test_the_app_is_told_what_a_trigger_refuses(
    browser: Browser, functions: Functions, subject: str, trigger: str
) -> None:
    def refuse(_: dict[str, Any]) -> object:
        raise ValueError("Not you")

    functions.on(trigger, refuse)

    answer = browser.sign_in_with("Google", subject=subject, email=f"{subject}@example.com")

    assert answer["error"] == "invalid_request"
    assert answer["error_description"] == f"{trigger} failed with error Not you."


def test_an_identity_that_the_trigger_links_signs_in_the_user_at_once(
    browser: Browser, functions: Functions, hooked: StandIn, subject: str
) -> None:
    alice = Person(hooked).sign_up().confirm()
    own = jwt.get_unverified_claims(alice.sign_in()["IdToken"])

    def link(_: dict[str, Any]) -> object:
        hooked.client.admin_link_provider_for_user(
            UserPoolId=POOL_ID,
            DestinationUser={"ProviderName": "Cognito", "ProviderAttributeValue": own["cognito:username"]},
            SourceUser={
                "ProviderName": "Google",
                "ProviderAttributeName": "Cognito_Subject",
                "ProviderAttributeValue": subject,
            },
        )
        return {}

    functions.on("PreSignUp_ExternalProvider", link)

    tokens = browser.tokens("Google", subject=subject, email=alice.email, email_verified="true", name="Sam of Google")

    claims = jwt.get_unverified_claims(tokens["id_token"])
    assert (claims["sub"], claims["name"]) == (own["sub"], "Sam of Google")
    assert "PostConfirmation_ConfirmSignUp" not in sources(functions)[-5:]


def test_pre_token_generation_changes_tokens_of_the_domain(
    browser: Browser, functions: Functions, subject: str
) -> None:
    changes = {"idTokenGeneration": {"claimsToAddOrOverride": {"plan": "gold", "nonce": "forged"}}}
    functions.on("TokenGeneration_HostedAuth", lambda _: {"claimsAndScopeOverrideDetails": changes})

    tokens = browser.tokens("Google", subject=subject, email=f"{subject}@example.com")

    claims = jwt.get_unverified_claims(tokens["id_token"])
    assert (claims["plan"], claims["nonce"]) == ("gold", "the-nonce")


def test_a_code_is_not_exchanged_if_the_trigger_refuses(browser: Browser, functions: Functions, subject: str) -> None:
    def refuse(_: dict[str, Any]) -> object:
        raise ValueError("Not now")

    functions.on("TokenGeneration_HostedAuth", refuse)
    code = browser.sign_in_with("Google", subject=subject, email=f"{subject}@example.com")["code"]

    answer = browser.exchange(code)

    assert_error(answer, "invalid_grant")
    assert answer.json()["error_description"] == "PreTokenGeneration failed with error Not now."


def test_a_user_whom_the_trigger_confirms_signs_in_after_the_sign_up(functions: Functions, person: Person) -> None:
    functions.on("PreSignUp", lambda _: {"autoConfirmUser": True})
    member = with_domain(person)
    browser = browser_of(member)

    page = browser.get("/signup", **browser.request)
    page = browser.submit(page, username=member.email, password=PASSWORD)

    assert page.url.path == "/login"
    assert "Your account is confirmed." in page.text
    assert tokens(browser, sign_in(browser, member))["access_token"]
    (event,) = functions.of("PreAuthentication_Authentication")
    assert event["request"]["userNotFound"] is False
    assert event["request"]["userAttributes"]["email"] == member.email


@pytest.mark.parametrize("trigger", ["PreAuthentication", "PostAuthentication"])
def test_a_trigger_refuses_a_password_on_the_pages(functions: Functions, person: Person, trigger: str) -> None:
    def refuse(_: dict[str, Any]) -> object:
        raise ValueError("Closed on Sundays")

    member = with_domain(person).sign_up().confirm()
    functions.on(trigger, refuse)

    page = sign_in(browser_of(member), member)

    assert error_on(page) == f"{trigger} failed with error Closed on Sundays."


def test_the_pages_import_a_user_who_is_not_known_yet(functions: Functions, person: Person) -> None:
    member = with_domain(person)
    answer = {"userAttributes": {"email": member.email, "email_verified": "true"}, "finalUserStatus": "CONFIRMED"}
    functions.on("UserMigration", lambda _: answer)
    browser = browser_of(member)

    assert tokens(browser, sign_in(browser, member))["access_token"]
    (event,) = functions.of("PreAuthentication_Authentication")
    assert event["request"]["userNotFound"] is False
    assert event["request"]["userAttributes"]["email"] == member.email
