"""Input that people type or paste, in every form with the same meaning."""

import unicodedata

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.api.conftest import POOL
from tests.apps import Outbox, Person, assert_problem
from tests.servers import Clock

COMPOSED = unicodedata.normalize("NFC", "Zoë-bridge-41é")
DECOMPOSED = unicodedata.normalize("NFD", COMPOSED)
FORMS = [(COMPOSED, DECOMPOSED), (DECOMPOSED, COMPOSED)]
EDGES = [" ", "\u00a0", "\n", "\t", "\u3000", "\r\n"]


def sign_up(client: TestClient, email: str, password: str = "Correct-horse-9", **attributes: str) -> Response:
    body = {"email": email, "password": password, "attributes": attributes}
    return client.post("/api/auth/sign-up", json=body)


def patch(person: Person, **attributes: str | None) -> Response:
    return person.client.patch("/api/me", json={"attributes": attributes}, headers=person.headers)


class TestPasswords:
    @pytest.mark.parametrize(("chosen", "typed"), FORMS)
    def test_composed_and_decomposed_passwords_are_equal_at_every_endpoint(
        self, client: TestClient, newcomer: Person, chosen: str, typed: str
    ) -> None:
        newcomer.password = chosen
        newcomer.sign_up()
        step = newcomer.try_to_sign_in(typed).json()
        answer = {"session": step["session"], "kind": step["kind"], "code": newcomer.code, "password": typed}
        confirmed = client.post("/api/auth/challenge", json=answer)
        form = {"grant_type": "password", "username": newcomer.email, "password": typed}

        assert confirmed.json()["status"] == "signed_in"
        assert client.post("/api/auth/token", data=form).status_code == 200
        newcomer.sign_in()
        change = {"current_password": typed, "new_password": "Another-horse-9"}
        assert client.put("/api/me/password", json=change, headers=newcomer.headers).status_code == 204

    def test_password_that_was_set_elsewhere_signs_in_as_it_was_sent(
        self, alice: Person, pool_admin: CognitoIdentityProviderClient
    ) -> None:
        pool_admin.admin_set_user_password(UserPoolId=POOL, Username=alice.email, Password=DECOMPOSED, Permanent=True)

        assert alice.try_to_sign_in(DECOMPOSED).json()["status"] == "signed_in"

    @pytest.mark.parametrize("edge", EDGES)
    def test_pasted_white_space_around_a_password_is_ignored(
        self, client: TestClient, alice: Person, edge: str
    ) -> None:
        form = {"grant_type": "password", "username": alice.email, "password": alice.password + edge}

        assert alice.try_to_sign_in(alice.password + edge).json()["status"] == "signed_in"
        assert alice.try_to_sign_in(edge + alice.password).json()["status"] == "signed_in"
        assert client.post("/api/auth/token", data=form).status_code == 200

    @pytest.mark.parametrize("edge", EDGES)
    def test_white_space_around_a_new_password_is_explained(
        self, client: TestClient, alice_signed_in: Person, newcomer: Person, edge: str
    ) -> None:
        change = {"current_password": alice_signed_in.password, "new_password": f"Battery-staple-7{edge}"}
        changed = client.put("/api/me/password", json=change, headers=alice_signed_in.headers)
        signed_up = sign_up(client, newcomer.email, f"{edge}Battery-staple-7")

        assert_problem(changed, 422, "password-too-weak", "new_password")
        assert_problem(signed_up, 422, "password-too-weak", "password")
        assert "begin or end with a space" in changed.json()["detail"] == signed_up.json()["detail"]

    def test_length_of_a_password_is_that_of_its_composed_form(self, client: TestClient, newcomer: Person) -> None:
        newcomer.password = "Aa1-" + "\u00e9" * 252
        newcomer.sign_up().confirm()
        decomposed = unicodedata.normalize("NFD", newcomer.password)

        assert newcomer.try_to_sign_in(decomposed).json().get("status") == "signed_in"
        grown = sign_up(client, newcomer.email, "Aa1-" + "\u0958" * 130)  # two characters each when composed
        assert_problem(grown, 422, "invalid-request", "password")

    def test_error_for_a_long_password_names_the_limit(self, client: TestClient, newcomer: Person) -> None:
        answer = sign_up(client, newcomer.email, "Aa1-" + "x" * 253)

        assert_problem(answer, 422, "invalid-request", "password")
        assert "at most 256 characters" in answer.json()["errors"][0]["message"]


class TestCodes:
    @pytest.mark.parametrize("zero", ["\uff10", "\u0660", "\u06f0", "\u0966"])
    def test_codes_in_digits_of_any_script_are_accepted(self, newcomer: Person, zero: str) -> None:
        newcomer.sign_up()
        typed = "".join(chr(ord(zero) + int(digit)) for digit in newcomer.code)

        body = {"email": newcomer.email, "code": typed}
        assert newcomer.client.post("/api/auth/sign-up/confirm", json=body).status_code == 204

    @pytest.mark.parametrize("pasted", ["{} ", "\u200e{}", "\u2066{}\u2069", "{}\n"])
    def test_spaces_and_invisible_characters_in_a_code_are_ignored(self, newcomer: Person, pasted: str) -> None:
        newcomer.sign_up()
        code = newcomer.code

        body = {"email": newcomer.email, "code": pasted.format(f"{code[:3]} {code[3:]}")}
        assert newcomer.client.post("/api/auth/sign-up/confirm", json=body).status_code == 204


class TestAddresses:
    @pytest.mark.parametrize("before", ["", " ", "\ufeff", "\u200b", "\u2060 "])
    def test_invisible_characters_around_an_address_are_ignored(
        self, client: TestClient, newcomer: Person, before: str
    ) -> None:
        pasted = f"{before}{newcomer.email}\u200b\u00a0"

        assert sign_up(client, pasted).status_code == 201
        assert newcomer.confirm().try_to_sign_in().json()["status"] == "signed_in"
        newcomer.email = pasted
        assert newcomer.try_to_sign_in().json()["status"] == "signed_in"

    def test_international_domain_is_sent_in_ascii_and_signs_in_in_both_forms(
        self, newcomer: Person, outbox: Outbox
    ) -> None:
        local = newcomer.email.partition("@")[0]
        newcomer.email = f"{local}@bücher.example"
        newcomer.sign_up().confirm().sign_in()

        assert outbox.messages(newcomer.email)[0]["to"] == f"{local}@xn--bcher-kva.example"
        newcomer.email = f"{local}@xn--bcher-kva.example"
        newcomer.sign_in()

    def test_undeliverable_local_part_is_refused_with_a_reason(self, client: TestClient, newcomer: Person) -> None:
        answer = sign_up(client, f"jos\u00e9-{newcomer.email}")

        assert_problem(answer, 422, "invalid-request", "email")
        assert "before the @" in answer.json()["errors"][0]["message"]


class TestAttributes:
    @pytest.mark.parametrize(
        "typed",
        [
            "+1 (415) 555-0132",
            "001 415 555 0132",
            "+1/415/555/0132",
            "+1\u2011415\u2013555\u20140132",
            "\u202a+14155550132\u202c",
            "\uff0b\uff11415 555 0132",
            "+1.415.555.0132",
            "(+1) 415\u00b7555\u00b70132",
            "tel:+1\u2022415\u2022555\u20220132",
            "(001) 415 555 0132",
            "\u0660\u0660\u0661 415 555 0132",
            "+14155550132",
        ],
    )
    def test_phone_number_is_accepted_as_people_write_it(self, alice_signed_in: Person, typed: str) -> None:
        assert patch(alice_signed_in.prove(), phone_number=typed).json()["phone_number"] == "+14155550132"

    @pytest.mark.parametrize("typed", ["0612345678", "call me", "+", "+1", "+33 6 12", "+1-800-FLOWERS", "+99999999"])
    def test_invalid_phone_number_is_explained(self, alice_signed_in: Person, typed: str) -> None:
        answer = patch(alice_signed_in, phone_number=typed)

        assert_problem(answer, 422, "invalid-attribute", "attributes.phone_number")
        assert "country code" in answer.json()["detail"]

    def test_names_are_trimmed_and_blank_ones_are_deleted(self, alice_signed_in: Person) -> None:
        trimmed = patch(alice_signed_in, name="  Alice\u00a0 ", agentName=" \u200b ")

        assert trimmed.json()["attributes"] == {"name": "Alice"}

    def test_blank_attribute_at_sign_up_is_omitted(self, newcomer: Person) -> None:
        newcomer.sign_up(name="   ", agentName=" Bond ").confirm()

        assert newcomer.try_to_sign_in().json()["user"]["attributes"] == {"agentName": "Bond"}

    @pytest.mark.parametrize("locale", ["English, please", "x", "en US", "<b>"])
    def test_invalid_locale_is_refused(self, alice_signed_in: Person, locale: str) -> None:
        assert_problem(patch(alice_signed_in, locale=locale), 422, "invalid-attribute", "attributes.locale")

    def test_error_names_the_limit(self, alice_signed_in: Person) -> None:
        assert "at most 64 characters" in patch(alice_signed_in, agentName="x" * 65).json()["detail"]


class TestInvitations:
    def test_forgotten_password_of_an_invited_user_sends_the_invitation_again(self, invited: Person) -> None:
        answer = invited.client.post("/api/auth/password/forgot", json={"email": invited.email})

        assert answer.status_code == 200
        assert invited.outbox.messages(invited.email)[0]["purpose"] == "admin_invitation"

    def test_expired_invitation_is_reported_only_after_the_right_password(
        self, client: TestClient, invited: Person, clock: Clock
    ) -> None:
        clock.advance(8 * 86_400)
        form = {"grant_type": "password", "username": invited.email, "password": invited.password}

        assert_problem(invited.try_to_sign_in(), 401, "invitation-expired")
        assert_problem(invited.try_to_sign_in("Wrong-horse-9"), 401, "invalid-credentials")
        token = client.post("/api/auth/token", data=form)
        assert (token.status_code, token.json()["error"]) == (400, "invalid_grant")
