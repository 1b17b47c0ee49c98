"""What a request's limits, mails and step-up do with the services, and who gets AWS credentials."""

from types import SimpleNamespace
from typing import Any

import pytest

from tests.unit.endpoint_call import OWNER, PROFILE, EndpointCall, NotedLimits
from tests.unit.tokens.forge import NOW, token, user_claims
from vestibule.api.routes.auth import aws_credentials as guests
from vestibule.api.routes.me import aws_credentials, trusted_browsers
from vestibule.api.security.notifications import Notifications
from vestibule.api.security.rate_limits import Limits
from vestibule.api.security.step_up import StepUp, methods_of, session_of
from vestibule.audit import AuditEvent
from vestibule.cognito.identity_pool import AwsCredentials
from vestibule.cognito.user.mfa import MfaState
from vestibule.errors import (
    CognitoUnavailable,
    InvalidCredentials,
    Misconfigured,
    StepUpRequired,
    TooManyAttempts,
    TooManyRequests,
)

EMAIL, APP = "alice@example.com", "https://app.example.com"
POOL = SimpleNamespace(identity_providers=["Google", "COGNITO"])


def call(answers: dict[str, Any] | None = None, *, language: str = "fr", **options: Any) -> EndpointCall:
    headers = {"accept-language": language} | options.pop("headers", {})
    return EndpointCall(answers, now=NOW, headers=headers, **options)


class TestLimits:
    def test_what_is_limited_is_the_subject_of_the_audit_and_a_refusal_its_outcome(self) -> None:
        made = call(settings={"rate_limits": "on"})
        made.request.state.audit_event = event = AuditEvent("192.0.2.1")
        limits = Limits(made.request)

        limits.admit("forgot", EMAIL, ["other@example.com"])
        limits.admit("refresh")
        assert (event.subject, event.outcome) == (EMAIL, "success")
        with pytest.raises(InvalidCredentials), limits.attempt("sign-in", "another"):
            raise InvalidCredentials
        assert (event.subject, event.outcome, event.reason) == (EMAIL, "failure", "invalid-credentials")
        for _ in range(9):
            limits.admit("forgot", "other@example.com")
        with pytest.raises(TooManyRequests):
            limits.admit("forgot", "other@example.com")

    def test_attempts_of_one_client_ip_are_counted(self) -> None:
        made = call(settings={"rate_limits": "on"})
        made.request.state.audit_event = event = AuditEvent("192.0.2.1")
        for _ in range(10):
            with Limits(made.request).attempt("sign-in") as attempt:
                attempt.may_be_wrong()
        with pytest.raises(TooManyAttempts), Limits(made.request).attempt("sign-in", EMAIL):
            raise InvalidCredentials
        assert event.subject == EMAIL

    def test_side_effect_beyond_the_limit_is_left_out(self) -> None:
        limits = Limits(call(settings={"rate_limits": "on"}).request)

        assert [limits.allow("resend", EMAIL) for _ in range(11)] == [True] * 10 + [False]


class TestNotifications:
    def send(self, profile: object, *, language: str = "", **settings: Any) -> list[Any]:
        made = call({"user.profile.read": profile}, language=language, **settings)
        Notifications(made.request, made.background).notify_owner("password_changed", made.cognito.at("user"))
        made.clock.advance(60)
        assert made.mails is not None
        return made.sent

    def test_mail_tells_when_and_from_where_in_the_users_language(self) -> None:
        (mail,) = self.send(PROFILE.model_copy(update={"attributes": {"locale": "fr-CA"}}), language="en")

        assert (mail.name, mail.recipient.email, mail.recipient.language) == ("password_changed", EMAIL, "fr")
        assert (mail.happened_at, mail.client_ip, mail.details) == (NOW, "192.0.2.1", {})
        assert [self.send(PROFILE, language=text)[0].recipient.language for text in ("fr", "")] == ["fr", None]

    @pytest.mark.parametrize(
        "profile",
        [
            PROFILE.model_copy(update={"email_verified": False}),
            PROFILE.model_copy(update={"email": None}),
            CognitoUnavailable(),
        ],
    )
    def test_only_a_verified_address_gets_mail(self, profile: object) -> None:
        assert self.send(profile) == []

    @pytest.mark.parametrize(
        ("username", "answer", "recipients"),
        [
            (EMAIL, Misconfigured(), [EMAIL]),
            ("alice", Misconfigured(), []),
            ("alice", PROFILE, [EMAIL]),
            ("other@example.com", PROFILE, [EMAIL]),
        ],
    )
    def test_user_without_a_session_is_found_by_the_role_or_is_the_address(
        self, username: str, answer: object, recipients: list[str]
    ) -> None:
        made = call({"admin.users.read": answer})
        Notifications(made.request, made.background).notify_username("password_reset", username)

        assert made.mails == [("password_reset", recipient) for recipient in recipients]

    @pytest.mark.parametrize(
        ("providers", "mails"),
        [(["Facebook"], [("provider_sign_in", EMAIL, "Facebook")]), ([], []), (CognitoUnavailable(), [])],
    )
    def test_owner_of_a_federated_account_is_told_how_they_sign_in(self, providers: object, mails: list[Any]) -> None:
        made = call({"admin.identities.providers_of": providers})
        Notifications(made.request, made.background).explain_sign_in(EMAIL)

        assert made.mails == mails
        assert [(mail.recipient.language, mail.happened_at, mail.client_ip) for mail in made.sent] == [
            ("fr", NOW, "192.0.2.1")
        ] * len(mails)

    def test_nothing_is_read_or_kept_where_no_mail_is_sent(self) -> None:
        made = call()
        made.enabled = False
        notifications = Notifications(made.request, made.background)
        notifications.notify_owner("password_changed", made.cognito.at("user"))
        notifications.explain_sign_in(EMAIL)
        notifications.notify_profile("account_deleted", None)

        assert notifications.profile_for_later(made.cognito.at("user")) is None
        assert (made.mails, made.cognito.calls) == ([], [])

    def test_profile_that_could_not_be_read_and_an_address_that_is_new_are_not_compared(self) -> None:
        made = call()
        notifications = Notifications(made.request, made.background)
        notifications.notify_of_address(None, PROFILE)
        notifications.notify_of_address(PROFILE, None)
        notifications.notify_of_address(PROFILE.model_copy(update={"email": None}), PROFILE)
        notifications.notify_of_address(PROFILE, PROFILE.model_copy(update={"phone_number": "+33611223344"}))

        assert made.mails == []


class TestStepUp:
    STATE = MfaState(frozenset({"totp"}), None, frozenset({"email_otp"}), EMAIL, True, True, "Google")

    def test_every_method_that_the_user_has_is_offered_unless_it_proves_nothing(self) -> None:
        made = call({"user.mfa.read": self.STATE})
        proofs = made.services.records.step_up_proofs
        methods = ["password", "totp", "passkey", "email_otp", "redirect"]
        assert methods_of(OWNER, self.STATE, proofs) == methods
        none = MfaState(frozenset(), None, frozenset(), EMAIL, has_password=False, has_passkey=False)
        assert methods_of(OWNER, none, proofs) == []
        proofs.app_was_set_up("alice", "here", proven=False)
        step_up = StepUp(OWNER, made.cognito.at("user"), proofs)

        with pytest.raises(StepUpRequired) as refused:
            step_up.require()

        assert refused.value.methods == ("password", "passkey", "email_otp", "redirect")
        proofs.add("alice", "here", "password")
        assert step_up.is_given()
        step_up.require()

    def test_token_that_names_no_session_never_holds_a_proof(self) -> None:
        claims: Any = [
            SimpleNamespace(sub="alice", origin_jti=o, jti=j) for o, j in (("o", "j"), (None, "j"), (None, None))
        ]
        made = call()
        made.services.records.step_up_proofs.add("alice", "", "password")

        assert [session_of(each) for each in claims] == ["o", "j", ""]
        assert not StepUp(claims[2], made.cognito.at("user"), made.services.records.step_up_proofs).is_given()


class TestAwsCredentials:
    CREDENTIALS = AwsCredentials(
        identity_id="eu-west-1:1",
        access_key_id="id",
        secret_access_key="secret",
        session_token="t",
        expires_at=NOW,
    )

    @pytest.mark.parametrize("role", ["arn", None])
    def test_user_gets_those_of_the_session_with_the_role(self, role: str | None) -> None:
        roles: Any = SimpleNamespace(of=lambda claims: f"{role} for {claims['sub']}")
        members = {} if role else {"identity_pool_roles": None}
        made = call({"identity_pool_roles.latest": lambda: roles}, members=members)
        limits: Any = NotedLimits()
        id_token: Any = SimpleNamespace(all={"sub": "alice"})
        credentials: Any = SimpleNamespace(get=lambda *_: self.CREDENTIALS)
        body = aws_credentials.AwsCredentialsRequest(id_token="id")

        issued = aws_credentials.issue_aws_credentials(body, credentials, OWNER, id_token, limits, made.services)

        assert (issued.role_arn, issued.identity_id) == (role and "arn for alice", "eu-west-1:1")
        assert limits.noted == [("aws-credentials", "alice")]

    @pytest.mark.parametrize("identity", ["eu-west-1:1", None])
    def test_guest_gets_those_of_the_named_or_of_a_new_identity(self, identity: str | None) -> None:
        limits: Any = NotedLimits()
        pool: Any = SimpleNamespace(guest_credentials=lambda identity_id: ("guest", identity_id))
        body = guests.GuestCredentialsRequest(identity_id=identity)

        assert guests.issue_guest_credentials(pool, limits, body) == ("guest", identity)
        assert guests.issue_guest_credentials(pool, limits) == ("guest", None)
        assert limits.noted == [("guest-credentials", None)] * 2


@pytest.mark.parametrize(("browser", "name"), [("eu_1-a", "user.devices.remember"), ("eu_2-b", "user.devices.forget")])
def test_own_browser_is_not_signed_out_when_it_is_forgotten(browser: str, name: str) -> None:
    made = call(headers={"authorization": f"Bearer {token(user_claims({'device_key': 'eu_1-a'}))}"})

    trusted_browsers.forget_trusted_browser(browser, made.request, made.cognito.at("user"))

    assert made.names == [name]
