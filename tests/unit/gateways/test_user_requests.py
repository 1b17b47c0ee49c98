"""What the gateway of a user sends to Cognito, and what it makes of the answer."""

from typing import Any

import pytest
from pydantic import SecretStr

from tests.unit.gateways.scripted_client import (
    IDENTITIES,
    MAIL,
    WHEN,
    ScriptedClient,
    failure,
    pairs,
    user,
    user_gateway,
)
from vestibule import errors
from vestibule.cognito.identities import Identity
from vestibule.cognito.models import AccountProfile, AttributeDelivery, CodeDelivery
from vestibule.cognito.user.passkeys import Passkey


class TestProfile:
    def test_profile_is_read_with_its_attributes(self) -> None:
        attributes = {
            "email": "a@b.example",
            "email_verified": "true",
            "phone_number": "+1",
            "phone_number_verified": "false",
        }
        answer = user(**attributes, name="Ann", custom__team="x", updated_at="5", identities=IDENTITIES)

        found = user_gateway(ScriptedClient(get_user=answer)).profile

        assert found.read() == AccountProfile(
            sub="1",
            username="ann",
            email="a@b.example",
            email_verified=True,
            phone_number="+1",
            phone_number_verified=False,
            provider="Google",
            attributes={"name": "Ann", "team": "x"},
        )
        google = Identity(provider="Google", primary=True, subject="5", linked_at=1_767_312_000)
        assert found.read_identities() == (google,)

    def test_addresses_are_changed_one_by_one_after_the_rest(self) -> None:
        deliveries = {"CodeDeliveryDetailsList": [{**MAIL, "AttributeName": "email"}]}
        client = ScriptedClient(
            update_user_attributes=[{}, deliveries, failure("AliasExistsException")], get_user=user(name="Ann")
        )

        updated = user_gateway(client).profile.update(
            {"phone_number": "+14155550132", "email": "a@b.example", "name": "Ann", "team": None, "nickname": None}
        )

        assert client.requests == [
            ("update_user_attributes", {"UserAttributes": pairs(name="Ann")}),
            ("delete_user_attributes", {"UserAttributeNames": ["custom:team", "nickname"]}),
            ("update_user_attributes", {"UserAttributes": pairs(email="a@b.example")}),
            ("update_user_attributes", {"UserAttributes": pairs(phone_number="+14155550132")}),
            ("get_user", {}),
        ]
        assert updated.code_deliveries == [
            AttributeDelivery(attribute="email", medium="email", destination="x***@y***"),
            AttributeDelivery(attribute="phone_number", medium="sms", destination="+*******0132"),
        ]
        assert (updated.simulated, updated.attributes) == (["phone_number"], {"name": "Ann"})

    def test_without_changes_the_profile_is_only_read(self) -> None:
        client = ScriptedClient(get_user=user())

        user_gateway(client).profile.update({})

        assert client.requests == [("get_user", {})]

    def test_attributes_are_cleared_one_by_one_as_far_as_that_is_allowed(self) -> None:
        refused = failure("NotAuthorizedException", "A client attempted to write unauthorized attribute")
        client = ScriptedClient(
            get_user=user(name="Ann", email="x", custom__team="t"),
            delete_user_attributes=[refused, failure("UnsupportedOperationException"), {}],
        )

        user_gateway(client).profile.clear(frozenset({"email"}))

        assert client.requests[1:] == [
            ("delete_user_attributes", {"UserAttributeNames": [name]}) for name in ("name", "sub", "custom:team")
        ]

    def test_account_is_deleted_and_an_address_verified(self) -> None:
        client = ScriptedClient(get_user_attribute_verification_code={"CodeDeliveryDetails": MAIL})
        ours = user_gateway(client)

        assert ours.attributes.send_code("email") == CodeDelivery(medium="email", destination="x***@y***")
        ours.attributes.verify("email", "123456")
        ours.profile.delete()

        assert client.requests == [
            ("get_user_attribute_verification_code", {"AttributeName": "email"}),
            ("verify_user_attribute", {"AttributeName": "email", "Code": "123456"}),
            ("delete_user", {}),
        ]


class TestPassword:
    def test_each_form_of_the_present_password_is_tried(self) -> None:
        wrong = failure("NotAuthorizedException", "Incorrect username or password.")
        client = ScriptedClient(change_password=[wrong, {}])

        user_gateway(client).password.change(SecretStr("e\u0301"), SecretStr("u\u0301"))

        assert client.requests == [
            ("change_password", {"PreviousPassword": "\u00e9", "ProposedPassword": "\u00fa"}),
            ("change_password", {"PreviousPassword": "e\u0301", "ProposedPassword": "\u00fa"}),
        ]

    @pytest.mark.parametrize(
        ("new", "answer", "error"),
        [
            ("New-1", failure("NotAuthorizedException", "Incorrect username or password."), errors.WrongPassword),
            ("New-1", failure("InvalidPasswordException"), errors.PasswordTooWeak),
            ("New-1", failure("PasswordHistoryPolicyViolationException"), errors.PasswordReused),
            (" New-1", {}, errors.PasswordTooWeak),
        ],
    )
    def test_refused_password_is_named_by_its_member(self, new: str, answer: Any, error: type[errors.AppError]) -> None:
        with pytest.raises(error) as refused:
            user_gateway(ScriptedClient(change_password=answer)).password.change(SecretStr("old"), SecretStr(new))

        assert refused.value.field == ("current_password" if error is errors.WrongPassword else "new_password")


class TestPasskeys:
    def test_all_pages_are_listed(self) -> None:
        one = {
            "CredentialId": "1",
            "FriendlyCredentialName": "Phone",
            "CreatedAt": WHEN,
            "AuthenticatorTransports": ["usb"],
        }
        two = {"CredentialId": "2", "FriendlyCredentialName": "Key", "CreatedAt": WHEN}
        client = ScriptedClient(
            list_web_authn_credentials=[{"Credentials": [one], "NextToken": "n"}, {"Credentials": [two]}]
        )

        assert user_gateway(client).passkeys.list() == [
            Passkey(id="1", name="Phone", created_at=WHEN, transports=["usb"]),
            Passkey(id="2", name="Key", created_at=WHEN),
        ]
        assert client.requests == [
            ("list_web_authn_credentials", {}),
            ("list_web_authn_credentials", {"NextToken": "n"}),
        ]

    def test_endless_list_ends_after_five_pages(self) -> None:
        client = ScriptedClient(list_web_authn_credentials={"Credentials": [], "NextToken": "n"})

        assert user_gateway(client).passkeys.list() == []
        assert len(client.received) == 5

    def test_passkey_is_added_and_deleted(self) -> None:
        one = {"CredentialId": "1", "FriendlyCredentialName": "Phone", "CreatedAt": WHEN}
        client = ScriptedClient(
            start_web_authn_registration={"CredentialCreationOptions": {"rp": "x"}},
            list_web_authn_credentials={"Credentials": [one]},
        )
        passkeys = user_gateway(client).passkeys

        assert passkeys.start() == {"rp": "x"}
        passkeys.complete({"id": "1"})
        passkeys.delete("2")
        passkeys.delete_all()

        assert client.requests == [
            ("start_web_authn_registration", {}),
            ("complete_web_authn_registration", {"Credential": {"id": "1"}}),
            ("delete_web_authn_credential", {"CredentialId": "2"}),
            ("list_web_authn_credentials", {}),
            ("delete_web_authn_credential", {"CredentialId": "1"}),
        ]

    @pytest.mark.parametrize(
        "code",
        ["WebAuthnNotEnabledException", "WebAuthnConfigurationMissingException", "UnsupportedOperationException"],
    )
    def test_pool_without_passkeys_has_none_to_delete(self, code: str) -> None:
        user_gateway(ScriptedClient(list_web_authn_credentials=failure(code))).passkeys.delete_all()
