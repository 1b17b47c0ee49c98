"""Messages in every form: the address that a response shows, the outbox's JSON and page, and discovery documents."""

import base64
from typing import Any

import httpx
import pytest

from local_cognito.crypto import jwt, keys
from local_cognito.http.jwks import domain_endpoints, openid_configuration
from local_cognito.http.outbox_page import render
from local_cognito.mail.delivery import Delivery, simulated
from local_cognito.mail.outbox import Message
from tests.local_cognito.people import StandIn
from tests.servers import TLS

MESSAGE = Message("a<b>@example.com", "email", "sign_up", "Your <code>", "123456", 1772000000.25)


class TestDelivery:
    @pytest.mark.parametrize(
        ("attribute", "address", "masked", "medium"),
        [
            ("email", "Ada@Example.com", "a***@e***", "EMAIL"),
            ("email", "ada", "a***@a***", "EMAIL"),
            ("email", "@b", "***@b***", "EMAIL"),
            ("phone_number", "+14155550132", "+*******0132", "SMS"),
        ],
    )
    def test_an_address_is_masked(self, attribute: str, address: str, masked: str, medium: str) -> None:
        expected = {"Destination": masked, "DeliveryMedium": medium, "AttributeName": attribute}

        assert Delivery(attribute, address).describe() == expected

    def test_an_unknown_name_is_taken_for_an_address(self) -> None:
        assert simulated("+14155550132") == Delivery("phone_number", "+14155550132")
        assert simulated("ada@example.com") == Delivery("email", "ada@example.com")
        assert simulated("ada") == Delivery("email", "ada")


class TestOutbox:
    def test_a_message_is_a_document(self) -> None:
        assert MESSAGE.document() == {
            "to": "a<b>@example.com",
            "medium": "email",
            "purpose": "sign_up",
            "subject": "Your <code>",
            "code": "123456",
            "sent_at": "2026-02-25T06:13:20.250Z",
        }
        with_text = Message(*("a", "sms", "mail", "s", "", 0.0), text="Hello")
        assert with_text.document()["text"] == "Hello"

    def test_the_page_shows_messages_as_text(self) -> None:
        page = render([MESSAGE, Message("b", "sms", "mail", "Hi", "", 0.0, "<p>One\nTwo</p>")])

        assert "<strong>a&lt;b&gt;@example.com</strong><code>123456</code>" in page
        assert "Your &lt;code&gt; · sign up, by email · " in page
        assert '<time datetime="2026-02-25T06:13:20.250Z">06:13:20 UTC, 25 February 2026</time>' in page
        assert "<pre>&lt;p&gt;One\nTwo&lt;/p&gt;</pre>" in page
        assert "Hi · sms · " in page
        assert page.count("<code>") == page.count("<pre>") == 1
        assert "No messages yet." not in page
        assert "No messages yet." in render([])

    def test_the_page_is_not_stored_and_runs_nothing(self, stand_in: StandIn) -> None:
        page = httpx.get(f"{stand_in.url}/outbox", verify=TLS)

        assert page.headers["cache-control"] == "no-store"
        assert page.headers["vary"] == "Accept"
        assert page.headers["content-security-policy"].startswith("default-src 'none'; style-src")
        as_json = httpx.get(f"{stand_in.url}/outbox", headers={"Accept": "application/json"}, verify=TLS)
        assert as_json.headers["content-type"] == "application/json"
        assert "content-security-policy" not in as_json.headers


class TestDiscovery:
    def test_the_document_names_what_the_issuer_has(self) -> None:
        assert openid_configuration("https://issuer", "pool", "http://here") == {
            "issuer": "https://issuer",
            "jwks_uri": "http://here/pool/.well-known/jwks.json",
            "id_token_signing_alg_values_supported": ["RS256"],
            "response_types_supported": ["code", "token"],
            "scopes_supported": ["openid", "email", "phone", "profile"],
            "subject_types_supported": ["public"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        }

    @pytest.mark.parametrize("domain", [None, "https://login.example"])
    def test_a_domain_adds_its_endpoints(self, domain: str | None) -> None:
        pages = domain or "http://here"

        assert domain_endpoints(domain, "http://here") == {
            "authorization_endpoint": f"{pages}/oauth2/authorize",
            "end_session_endpoint": f"{pages}/logout",
            "token_endpoint": "http://here/oauth2/token",
            "revocation_endpoint": "http://here/oauth2/revoke",
            "userinfo_endpoint": "http://here/oauth2/userInfo",
        }


class TestKeys:
    def test_a_key_is_rsa_of_2048_bits(self) -> None:
        key = keys.Key("kid", keys.parse(keys.generate()))

        jwk = key.jwk()
        assert len(base64.urlsafe_b64decode(jwk.pop("n") + "==")) == 256
        assert jwk == {"alg": "RS256", "e": "AQAB", "kid": "kid", "kty": "RSA", "use": "sig"}

    def test_a_token_is_signed_by_its_key_alone(self) -> None:
        key, other = (keys.Key("kid", keys.parse(keys.generate())) for _ in range(2))
        token = jwt.encode(key, {"sub": "ada"})
        head, payload, signature = token.split(".")

        assert jwt.is_signed_by(key, token)
        assert jwt.unverified_claims(token) == {"sub": "ada"}
        for forged in (f"{head}.{payload}.{signature[::-1]}", f"{head}.{payload}x.{signature}", "a.b", "", f"{token}!"):
            assert not jwt.is_signed_by(key, forged)
        assert not jwt.is_signed_by(other, token)

    @pytest.mark.parametrize("token", ["", "a.b", "a.b.c", "a.W10.c", "a.IngiCg.c", "a.b.c.d"])
    def test_what_has_no_claims_is_no_token(self, token: str) -> None:
        with pytest.raises(ValueError):  # noqa: PT011  whatever json and base64 raise
            jwt.unverified_claims(token)

    def test_the_hash_of_a_token_is_that_of_openid_connect(self) -> None:
        # OpenID Connect Core, appendix A.3.
        assert jwt.half_hash("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y") == "77QmUPtjPfzWtF2AnpK9RQ"

    def test_keys_of_a_pool_are_made_by_what_is_given(self) -> None:
        pem = keys.generate()
        ring: Any = keys.Keyring(lambda: pem)

        assert ring.generate() == pem
        ring.forget("never-seen")
