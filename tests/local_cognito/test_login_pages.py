"""What infrastructure tools configure of the login pages: branding, terms and UI customization."""

import uuid
from typing import Any

import httpx
import pytest
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient as Client

from tests.local_cognito.people import StandIn, refused
from tests.local_cognito.test_pool_configurations import new_pool

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
DEFAULT_LINKS = {"cognito:default": "https://example.com/terms"}


@pytest.fixture
def pool(client: Client) -> tuple[str, str]:
    return new_pool(client)


class TestManagedLoginBranding:
    def test_a_style_is_created_read_updated_and_deleted(self, client: Client, pool: tuple[str, str]) -> None:
        pool_id, client_id = pool
        logo: Any = {"Category": "FORM_LOGO", "ColorMode": "LIGHT", "Extension": "PNG", "Bytes": PNG}
        settings = {"categories": {"form": {"displayGraphics": True}}, "componentClasses": {"input": {"radius": 8}}}
        created = client.create_managed_login_branding(
            UserPoolId=pool_id, ClientId=client_id, Settings=settings, Assets=[logo]
        )["ManagedLoginBranding"]
        names: Any = {"UserPoolId": pool_id, "ManagedLoginBrandingId": created["ManagedLoginBrandingId"]}

        dark: Any = logo | {"ColorMode": "DARK", "Bytes": PNG + b"!"}
        client.update_managed_login_branding(
            **names, Settings={"componentClasses": {"input": {"radius": 4}}}, Assets=[dark]
        )

        described = client.describe_managed_login_branding(**names)["ManagedLoginBranding"]
        by_client = client.describe_managed_login_branding_by_client(UserPoolId=pool_id, ClientId=client_id)
        assert by_client["ManagedLoginBranding"] == described
        assert described["Settings"] == {
            "categories": {"form": {"displayGraphics": True}},
            "componentClasses": {"input": {"radius": 4}},
        }
        assert [asset["Bytes"] for asset in described["Assets"]] == [PNG, PNG + b"!"]
        client.delete_managed_login_branding(**names)
        with refused("ResourceNotFoundException"):
            client.describe_managed_login_branding(**names)

    def test_an_update_merges_objects_and_replaces_everything_else(self, client: Client, pool: tuple[str, str]) -> None:
        common = {"UserPoolId": pool[0]}
        first: Any = {"object": {"kept": 1, "changed": 1}, "to": 1, "from": {"a": 1}, "list": [1], "untouched": 1}
        made = client.create_managed_login_branding(**common, ClientId=pool[1], Settings=first)["ManagedLoginBranding"]
        second: Any = {"object": {"changed": 2, "new": 2}, "to": {"b": 2}, "from": 2, "list": [2], "added": 2}

        changed = client.update_managed_login_branding(
            **common, ManagedLoginBrandingId=made["ManagedLoginBrandingId"], Settings=second
        )["ManagedLoginBranding"]

        merged = {"object": {"kept": 1, "changed": 2, "new": 2}}
        assert changed["Settings"] == {**second, **merged, "untouched": 1}
        with refused("InvalidParameterException", "are required"):
            client.update_managed_login_branding(**common)
        with refused("InvalidParameterException", "are required"):
            client.update_managed_login_branding(ManagedLoginBrandingId=made["ManagedLoginBrandingId"])

    def test_default_values_replace_the_own_ones(self, client: Client, pool: tuple[str, str]) -> None:
        pool_id, client_id = pool
        created = client.create_managed_login_branding(UserPoolId=pool_id, ClientId=client_id, Settings={"a": 1})
        names: Any = {
            "UserPoolId": pool_id,
            "ManagedLoginBrandingId": created["ManagedLoginBranding"]["ManagedLoginBrandingId"],
        }

        client.update_managed_login_branding(**names, UseCognitoProvidedValues=True)

        described = client.describe_managed_login_branding(**names)["ManagedLoginBranding"]
        assert described["UseCognitoProvidedValues"] is True
        assert "Settings" not in described

    def test_impossible_styles_are_refused(self, client: Client, pool: tuple[str, str]) -> None:
        pool_id, client_id = pool
        with refused("InvalidParameterException", "must be omitted"):
            client.create_managed_login_branding(
                UserPoolId=pool_id, ClientId=client_id, UseCognitoProvidedValues=True, Settings={"a": 1}
            )
        with refused("ResourceNotFoundException"):
            client.describe_managed_login_branding_by_client(UserPoolId=pool_id, ClientId=client_id)

        client.create_managed_login_branding(UserPoolId=pool_id, ClientId=client_id, UseCognitoProvidedValues=True)

        with refused("ManagedLoginBrandingExistsException"):
            client.create_managed_login_branding(UserPoolId=pool_id, ClientId=client_id)

    def test_the_style_of_a_deleted_client_is_deleted(self, client: Client, pool: tuple[str, str]) -> None:
        pool_id, client_id = pool
        created = client.create_managed_login_branding(UserPoolId=pool_id, ClientId=client_id)["ManagedLoginBranding"]

        client.delete_user_pool_client(UserPoolId=pool_id, ClientId=client_id)

        with refused("ResourceNotFoundException"):
            client.describe_managed_login_branding(
                UserPoolId=pool_id, ManagedLoginBrandingId=created["ManagedLoginBrandingId"]
            )


class TestTerms:
    def test_terms_are_created_read_updated_and_deleted(self, client: Client, pool: tuple[str, str]) -> None:
        pool_id, client_id = pool
        common: Any = {"UserPoolId": pool_id, "ClientId": client_id, "TermsSource": "LINK", "Enforcement": "NONE"}
        terms_id = client.create_terms(**common, TermsName="terms-of-use", Links=DEFAULT_LINKS)["Terms"]["TermsId"]
        client.create_terms(**common, TermsName="privacy-policy", Links=DEFAULT_LINKS)
        links = DEFAULT_LINKS | {"cognito:french": "https://example.com/fr"}

        client.update_terms(UserPoolId=pool_id, TermsId=terms_id, Links=links)

        described = client.describe_terms(UserPoolId=pool_id, TermsId=terms_id)["Terms"]
        assert (described["TermsName"], described["Links"]) == ("terms-of-use", links)
        listed = client.list_terms(UserPoolId=pool_id)["Terms"]
        assert {entry["TermsName"] for entry in listed} == {"terms-of-use", "privacy-policy"}
        client.delete_terms(UserPoolId=pool_id, TermsId=terms_id)
        with refused("ResourceNotFoundException"):
            client.describe_terms(UserPoolId=pool_id, TermsId=terms_id)

    def test_terms_need_a_default_link_and_one_name_each(self, client: Client, pool: tuple[str, str]) -> None:
        pool_id, client_id = pool
        common: Any = {"UserPoolId": pool_id, "ClientId": client_id, "TermsSource": "LINK", "Enforcement": "NONE"}
        with refused("InvalidParameterException", "cognito:default"):
            client.create_terms(**common, TermsName="terms-of-use", Links={"cognito:french": "https://example.com"})
        with refused("InvalidParameterException", "cognito:default"):
            client.create_terms(**common, TermsName="terms-of-use")
        client.create_terms(**common, TermsName="terms-of-use", Links=DEFAULT_LINKS)
        policy = client.create_terms(**common, TermsName="privacy-policy", Links=DEFAULT_LINKS)["Terms"]

        with refused("TermsExistsException"):
            client.create_terms(**common, TermsName="terms-of-use", Links=DEFAULT_LINKS)
        with refused("TermsExistsException"):
            client.update_terms(UserPoolId=pool_id, TermsId=policy["TermsId"], TermsName="terms-of-use")

    def test_terms_can_get_the_other_name(self, client: Client, pool: tuple[str, str]) -> None:
        pool_id, client_id = pool
        common: Any = {"UserPoolId": pool_id, "ClientId": client_id}
        made = client.create_terms(
            **common, TermsName="terms-of-use", TermsSource="LINK", Enforcement="NONE", Links=DEFAULT_LINKS
        )["Terms"]

        renamed = client.update_terms(UserPoolId=pool_id, TermsId=made["TermsId"], TermsName="privacy-policy")["Terms"]

        found = client.describe_terms_by_client(**common, TermsName="privacy-policy")["Terms"]
        assert (renamed["TermsName"], found["TermsId"]) == ("privacy-policy", made["TermsId"])
        assert found["Links"] == DEFAULT_LINKS

    def test_an_id_is_of_terms_or_of_a_style(self, client: Client, pool: tuple[str, str]) -> None:
        pool_id, client_id = pool
        common: Any = {"UserPoolId": pool_id, "ClientId": client_id}
        terms = client.create_terms(
            **common, TermsName="terms-of-use", TermsSource="LINK", Enforcement="NONE", Links=DEFAULT_LINKS
        )["Terms"]["TermsId"]
        style = client.create_managed_login_branding(**common)["ManagedLoginBranding"]["ManagedLoginBrandingId"]

        with refused("ResourceNotFoundException"):
            client.describe_terms(UserPoolId=pool_id, TermsId=style)
        with refused("ResourceNotFoundException"):
            client.describe_managed_login_branding(UserPoolId=pool_id, ManagedLoginBrandingId=terms)
        assert [entry["TermsId"] for entry in client.list_terms(UserPoolId=pool_id)["Terms"]] == [terms]


@pytest.fixture
def pool_with_domain(client: Client, pool: tuple[str, str]) -> tuple[str, str]:
    client.create_user_pool_domain(UserPoolId=pool[0], Domain=f"test-{uuid.uuid4().hex}")
    return pool


class TestUiCustomization:
    def test_a_customization_needs_a_domain(self, client: Client, pool: tuple[str, str]) -> None:
        with refused("InvalidParameterException", "domain"):
            client.set_ui_customization(UserPoolId=pool[0], CSS=".banner-customizable {}")

    def test_a_client_has_its_own_customization_or_that_of_all(
        self, stand_in: StandIn, client: Client, pool_with_domain: tuple[str, str]
    ) -> None:
        pool_id, client_id = pool_with_domain
        nothing = client.get_ui_customization(UserPoolId=pool_id)["UICustomization"]

        client.set_ui_customization(UserPoolId=pool_id, ClientId="ALL", CSS=".banner-customizable {}")
        inherited = client.get_ui_customization(UserPoolId=pool_id, ClientId=client_id)["UICustomization"]
        client.set_ui_customization(UserPoolId=pool_id, ClientId=client_id, ImageFile=PNG)
        own = client.get_ui_customization(UserPoolId=pool_id, ClientId=client_id)["UICustomization"]
        client.set_ui_customization(UserPoolId=pool_id, ClientId=client_id)
        reset = client.get_ui_customization(UserPoolId=pool_id, ClientId=client_id)["UICustomization"]

        assert nothing == {}
        assert (inherited["ClientId"], inherited["CSS"]) == ("ALL", ".banner-customizable {}")
        assert own["ClientId"] == client_id
        assert own["ImageUrl"].startswith(f"{stand_in.url}/{pool_id}/{client_id}/")
        assert reset["ClientId"] == "ALL"

    def test_the_image_is_served(self, client: Client, pool_with_domain: tuple[str, str]) -> None:
        pool_id, _ = pool_with_domain
        set_image = client.set_ui_customization(UserPoolId=pool_id, ImageFile=PNG)["UICustomization"]["ImageUrl"]

        image = httpx.get(set_image)

        assert (image.content, image.headers["content-type"]) == (PNG, "image/png")
        assert image.headers["x-content-type-options"] == "nosniff"
        client.set_ui_customization(UserPoolId=pool_id)
        assert httpx.get(set_image).status_code == 404

    def test_only_images_are_accepted(self, client: Client, pool_with_domain: tuple[str, str]) -> None:
        with refused("InvalidParameterException", "PNG"):
            client.set_ui_customization(UserPoolId=pool_with_domain[0], ImageFile=b"<svg onload=alert(1)>")
