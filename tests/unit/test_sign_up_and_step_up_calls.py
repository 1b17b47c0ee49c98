"""What the endpoints for users without a session, and the step-up, ask of Cognito, of the limits and of the mailer."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import SecretStr

from tests.unit.endpoint_call import OWNER, EndpointCall, NotedLimits
from tests.unit.tokens.forge import NOW
from vestibule.api.routes.auth import password, sign_in, sign_up, step_up
from vestibule.api.routes.auth.step_up import EmailOtpProof, PasskeyProof, PasswordProof, ProofCheck, TotpProof
from vestibule.api.security.notifications import Notifications
from vestibule.cognito.models import CodeDelivery
from vestibule.cognito.user.mfa import MfaState
from vestibule.errors import (
    CodeExpired,
    CodeMismatch,
    FactorUnavailable,
    SessionInvalid,
    TokenInvalid,
    UnknownAttribute,
    UserExists,
    WrongPassword,
)
from vestibule.tokens.claims import AccessClaims

EMAIL, PASSWORD = "alice@example.com", "Correct-horse-9"
ALL = MfaState(frozenset({"totp"}), "totp", frozenset({"totp", "email_otp"}), EMAIL, True, True, "Google")
NONE = MfaState(frozenset(), None, frozenset(), EMAIL, False, False)
POOL: Any = SimpleNamespace(attributes=[])


class Call(EndpointCall):
    """A request with noted limits."""

    def __init__(self, answers: dict[str, Any] | None = None, **settings: Any) -> None:
        super().__init__(answers, now=NOW, settings=settings)
        self.limits: Any = NotedLimits()
        self.app: Any = self.cognito.at("app")
        self.notifications = Notifications(self.request, self.background)
        self.check = ProofCheck(OWNER, self.cognito.at("user"), self.request, self.response, self.background)

    def step_up(self, proof: Any, owner: AccessClaims = OWNER) -> int:
        return step_up.step_up(proof, owner, self.check, self.services, self.limits).expires_in

    def start(self, method: str, **body: Any) -> Any:
        redirects: Any = SimpleNamespace(
            begin=lambda _response, **about: json.dumps({**about, "owner": about["owner"].sub})
        )
        request = step_up.StepUpOptionsRequest(method=method, **body)
        return step_up.start_step_up(request, OWNER, self.check, self.limits, redirects, self.response)

    def holds_proof(self, session: str = "here") -> bool:
        return self.services.records.step_up_proofs.holds("alice", session)


class TestSignUp:
    def sign_up(self, call: Call, **attributes: str) -> Any:
        body = sign_up.SignUpRequest(email=EMAIL, password=SecretStr(PASSWORD), attributes=attributes)
        allowed = frozenset({"name", "phone_number"})
        return sign_up.sign_up(body, call.app, call.services, allowed, POOL, call.limits, call.background)

    def test_message_to_a_phone_number_is_limited_too(self) -> None:
        call = Call({"app.sign_up.create": "made"})

        assert self.sign_up(call, phone_number="+15555550199", name=" ") == "made"
        self.sign_up(call)

        assert call.limits.noted == [("sign-up", EMAIL, "+15555550199"), ("sign-up", EMAIL)]
        assert [arguments[0::2] for _, arguments in call.calls] == [
            (EMAIL, {"phone_number": "+15555550199"}),
            (EMAIL, {}),
        ]
        with pytest.raises(UnknownAttribute):
            self.sign_up(call, locale="fr")

    @pytest.mark.parametrize("reveal", ["on", "off"])
    def test_owner_of_an_address_with_an_account_is_told_unless_the_answer_tells(self, reveal: str) -> None:
        answers = {"app.sign_up.create": UserExists(), "app.sign_up.simulated_result": "simulated"}
        call = Call(answers, reveal_existing_users=reveal)

        if reveal == "on":
            with pytest.raises(UserExists):
                self.sign_up(call)
        else:
            assert self.sign_up(call) == "simulated"
        assert call.mails == []  # runs what waits for the response
        assert ("app.codes.notify_owner" in call.names) is (reveal == "off")

    def test_code_is_sent_again_within_the_limit(self) -> None:
        call = Call({"app.codes.sent_to": "sent"})

        assert sign_up.resend_code(sign_up.ResendCodeRequest(email=EMAIL), call.app, call.limits) == "sent"
        assert (call.limits.noted, call.names) == (
            [("resend", EMAIL)],
            ["app.sign_up.resend_code", "app.codes.sent_to"],
        )


class TestPassword:
    def test_every_helper_is_asked_about_every_address(self) -> None:
        call = Call({"app.codes.sent_to": "sent", "admin.identities.providers_of": ["Google", "SignInWithApple"]})
        body = password.ForgotPasswordRequest(email=EMAIL)

        answer = password.forgot_password(
            body, call.app, call.services, call.limits, call.background, call.notifications
        )

        assert answer == "sent"
        assert call.mails == [("provider_sign_in", EMAIL, "Google, Apple")]
        assert call.limits.noted == [("forgot", EMAIL)]
        assert call.names == [
            "app.password.forgot",
            "app.codes.sent_to",
            "app.password.help_unconfirmed",
            "admin.recovery.help_invited",
            "admin.identities.providers_of",
        ]

    @pytest.mark.parametrize("endpoint", ["reset", "confirm"])
    def test_codes_are_limited_and_a_reset_is_notified(self, endpoint: str) -> None:
        call = Call({"admin.users.read": CodeMismatch()})
        asked: list[tuple[object, ...]] = []
        ownership: Any = SimpleNamespace(
            reset=lambda *about: asked.append(about), confirm=lambda *about: asked.append(about)
        )
        secret = SecretStr(PASSWORD)

        if endpoint == "reset":
            reset = password.ResetPasswordRequest(email=EMAIL, code="123456", password=secret)
            password.reset_password(reset, ownership, call.limits, call.notifications)
        else:
            confirm = sign_up.ConfirmSignUpRequest(email=EMAIL, code="123456", password=secret)
            sign_up.confirm_sign_up(confirm, ownership, call.limits)

        assert asked == [(EMAIL, "123456", secret)]
        assert call.limits.noted == [("+codes", EMAIL)]
        assert call.mails == ([("password_reset", EMAIL)] if endpoint == "reset" else [])


class TestSignIn:
    @pytest.mark.parametrize(
        ("given", "triggers", "known", "noted", "asked"),
        [
            (PASSWORD, False, False, [("+sign-in", EMAIL)], 0),
            (PASSWORD, True, True, [("+sign-in", EMAIL)], 4),
            (None, False, False, [("+begin", EMAIL)], None),
            (None, True, False, [("+begin", EMAIL), ("custom", EMAIL)], None),
        ],
    )
    def test_sign_in_is_limited_by_what_it_may_cause(
        self, given: str | None, triggers: bool, known: bool, noted: list[object], asked: float | None
    ) -> None:
        call = Call()
        call.limits.last.known_address = known
        waits: list[float] = []
        ownership: Any = SimpleNamespace(sign_in=lambda *_, max_wait: waits.append(max_wait))
        cognito: Any = SimpleNamespace(begins_with_triggers=triggers, begin_sign_in=lambda name: name)
        steps: Any = SimpleNamespace(after=lambda *about: about)
        body = sign_in.SignInRequest(email=EMAIL, password=SecretStr(given) if given else None)

        step = sign_in.sign_in(body, ownership, cognito, call.limits, steps)

        assert call.limits.noted == noted
        assert step == (None if given else EMAIL, call.limits.last, EMAIL)
        assert waits == ([] if asked is None else [sign_in.LOCKOUT_WAIT_SECONDS if known else 0])


class TestStepUp:
    @pytest.mark.parametrize(
        ("proof", "limit", "name", "arguments"),
        [
            (
                PasswordProof(method="password", password=SecretStr(PASSWORD)),
                "+sign-in",
                "app.step_up.check_password",
                2,
            ),
            (TotpProof(method="totp", code="123456"), "+codes", "user.mfa.verify_totp", 2),
            (EmailOtpProof(method="email_otp", code="123456"), "+codes", "user.attributes.verify", 2),
        ],
    )
    def test_right_proof_counts_for_the_session(self, proof: Any, limit: str, name: str, arguments: int) -> None:
        call = Call({"user.mfa.read": ALL})

        assert call.step_up(proof) == 300
        assert (call.holds_proof(), call.holds_proof("there")) == (True, False)
        assert call.limits.noted == [(limit, "alice")]
        assert (call.calls[-1][0], len(call.calls[-1][1])) == (name, arguments)

    @pytest.mark.parametrize(("sends", "sent"), [(True, True), (False, False)])
    def test_password_that_sends_a_code_counts_as_a_message(self, sends: bool, sent: bool) -> None:
        call = Call({"user.mfa.read": ALL, "app.step_up.check_password": sends})

        call.step_up(PasswordProof(method="password", password=SecretStr(PASSWORD)))

        assert call.limits.last.sent_message is sent

    def test_code_of_the_app_counts_once(self) -> None:
        call = Call({"user.mfa.read": ALL})
        call.step_up(TotpProof(method="totp", code="123456"))

        with pytest.raises(CodeExpired) as refused:
            call.step_up(TotpProof(method="totp", code="123456"))
        assert refused.value.field == "code"
        assert call.step_up(TotpProof(method="totp", code="654321"))

    @pytest.mark.parametrize("method", ["password", "totp", "email_otp", "passkey"])
    def test_wrong_or_impossible_proof_proves_nothing(self, method: str) -> None:
        proofs: dict[str, Any] = {
            "password": PasswordProof(method="password", password=SecretStr(PASSWORD)),
            "totp": TotpProof(method="totp", code="123456"),
            "email_otp": EmailOtpProof(method="email_otp", code="123456"),
            "passkey": PasskeyProof(method="passkey", session=SecretStr("s"), credential={}),
        }
        wrong = Call(
            {
                "user.mfa.read": ALL,
                "app.step_up.check_password": WrongPassword(),
                "user.mfa.verify_totp": CodeMismatch(),
                "user.attributes.verify": CodeMismatch(),
            }
        )
        impossible = Call({"user.mfa.read": NONE})

        with pytest.raises((WrongPassword, CodeMismatch, SessionInvalid)):
            wrong.step_up(proofs[method])
        with pytest.raises(FactorUnavailable) as refused:
            impossible.step_up(proofs[method])
        assert (wrong.holds_proof(), impossible.holds_proof(), refused.value.field) == (False, False, "method")
        assert impossible.names == ["user.mfa.read"]

    def test_token_that_names_no_session_gets_no_proof(self) -> None:
        unnamed = AccessClaims("alice", "name", "client", frozenset(), (), NOW, NOW, NOW + 3600, None, None)

        with pytest.raises(TokenInvalid):
            Call({"user.mfa.read": ALL}).step_up(TotpProof(method="totp", code="123456"), unnamed)

    def test_passkey_is_bound_to_user_and_session_for_three_minutes(self) -> None:
        pending = SimpleNamespace(
            session="cognito's", username="u", parameters={"CREDENTIAL_REQUEST_OPTIONS": '{"challenge": "x"}'}
        )
        call = Call({"user.mfa.read": ALL, "app.step_up.begin_passkey": pending})
        started = call.start("passkey")
        proof = PasskeyProof(method="passkey", session=SecretStr(started.session), credential={"id": "x"})

        assert (started.method, started.expires_in, started.options) == ("passkey", 180, {"challenge": "x"})
        assert call.step_up(proof) == 300
        assert call.calls[-1] == ("app.step_up.check_passkey", ("alice", "u", "cognito's", {"id": "x"}))
        assert ("app.step_up.begin_passkey", ("name",)) in call.calls
        for other in ({"sub": "bob"}, {"origin_jti": "there"}):
            owner: Any = SimpleNamespace(**{name: getattr(OWNER, name) for name in OWNER.__slots__} | other)
            call.check = ProofCheck(owner, call.cognito.at("user"), call.request, call.response, call.background)
            with pytest.raises(SessionInvalid) as refused:
                call.step_up(proof, owner)
            assert refused.value.field == "session"
        call.check = ProofCheck(OWNER, call.cognito.at("user"), call.request, call.response, call.background)
        call.clock.advance(181)
        with pytest.raises(SessionInvalid):
            call.step_up(proof)

    def test_code_is_mailed_within_the_limit(self) -> None:
        delivery = CodeDelivery(medium="email", destination="a***@e***")
        call = Call({"user.mfa.read": ALL, "user.attributes.send_code": delivery})

        started = call.start("email_otp")

        assert (started.method, started.delivery) == ("email_otp", delivery)
        assert (call.limits.noted, call.calls[-1]) == ([("resend", "alice")], ("user.attributes.send_code", ("email",)))

    @pytest.mark.parametrize(("body", "next_path"), [({"next": "/profile"}, "/profile"), ({}, "/")])
    def test_provider_asks_the_user_again(self, body: dict[str, str], next_path: str) -> None:
        started = Call({"user.mfa.read": ALL}).start("redirect", **body)

        assert json.loads(started.authorize_url) == {
            "provider": "Google",
            "next_path": next_path,
            "purpose": "step_up",
            "owner": "alice",
            "again": True,
        }
